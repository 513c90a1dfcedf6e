#include "crypto/key_maker.h"

#include "crypto/failures.h"

#include <utility>

namespace koltamga::crypto {

KeyMaker::~KeyMaker() {
    cancel();
}

void KeyMaker::begin(KeyAlgorithm algorithm) {
    const std::lock_guard calls(calls_);
    {
        const std::lock_guard lock(mutex_);
        if (begun_ == algorithm) {
            return;
        }
    }
    start(algorithm);
}

void KeyMaker::start(KeyAlgorithm algorithm) {
    stop_and_join();
    {
        const std::lock_guard lock(mutex_);
        key_.reset();
        surprise_ = nullptr;
        begun_ = algorithm;
    }
    thread_ =
        std::jthread([this, algorithm](const std::stop_token& stop) { run(stop, algorithm); });
}

// Makes the key, then watches over it until it is taken, too old, or not wanted.
void KeyMaker::run(const std::stop_token& stop, KeyAlgorithm algorithm) {
    std::optional<KeyPair> made;
    std::exception_ptr surprise;
    try {
        made = KeyPair::generate(algorithm, stop);
    } catch (...) {
        surprise = std::current_exception(); // whoever takes the key shall have it
    }
    std::unique_lock lock(mutex_);
    key_ = std::move(made);
    surprise_ = surprise;
    changed_.notify_all();
    changed_.wait_for(lock, stop, keep_, [this] { return !key_.has_value(); });
    if (key_) {
        key_.reset();
        begun_.reset();
        changed_.notify_all();
    }
}

Result<KeyPair> KeyMaker::take(KeyAlgorithm algorithm) {
    const auto asked = std::chrono::steady_clock::now();
    begin(algorithm);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return key_ || surprise_ || begun_ != algorithm; });
    last_wait_ = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - asked);
    if (const auto surprise = std::exchange(surprise_, nullptr)) {
        begun_.reset();
        std::rethrow_exception(surprise);
    }
    if (!key_) {
        return key_cancelled();
    }
    KeyPair taken = std::move(*key_);
    key_.reset();
    begun_.reset();
    changed_.notify_all();
    return taken;
}

void KeyMaker::cancel() {
    const std::lock_guard calls(calls_);
    stop_and_join();
    const std::lock_guard lock(mutex_);
    key_.reset();
    begun_.reset();
    changed_.notify_all();
}

void KeyMaker::stop_and_join() {
    thread_.request_stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

bool KeyMaker::ready() const {
    const std::lock_guard lock(mutex_);
    return key_.has_value();
}

std::chrono::microseconds KeyMaker::last_wait() const {
    const std::lock_guard lock(mutex_);
    return last_wait_;
}

} // namespace koltamga::crypto
