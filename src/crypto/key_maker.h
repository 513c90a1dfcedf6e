// Making the applicant's key before it is needed.
//
// RSA takes a second, now and then three. So the key is begun when the passport is laid down, in a
// thread of its own, and nobody waits for it when the applicant has typed the password. An unused
// key is wiped after fifteen minutes, on cancel (screen locked, applicant gone, suspend), and when
// this object ends.
#pragma once

#include "crypto/key_pair.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

namespace koltamga::crypto {

// Any thread may call; calls are short, save `take`.
class KeyMaker {
  public:
    using Keep = std::chrono::steady_clock::duration;

    explicit KeyMaker(Keep keep = std::chrono::minutes(15)) : keep_(keep) {}
    KeyMaker(const KeyMaker&) = delete;
    KeyMaker& operator=(const KeyMaker&) = delete;
    ~KeyMaker();

    // Starts making a key, unless one of this algorithm is begun or ready.
    void begin(KeyAlgorithm algorithm);
    // The key, made now if none was begun or the one made is too old. Waits for the rest. Fails
    // with crypto.key-cancelled when cancel() came meanwhile.
    Result<KeyPair> take(KeyAlgorithm algorithm);
    // What was begun is given up, and what is ready is wiped, before this returns.
    void cancel();

    // Whether a key waits to be taken.
    bool ready() const;
    // How long the last take() waited.
    std::chrono::microseconds last_wait() const;

  private:
    void start(KeyAlgorithm algorithm);
    void run(const std::stop_token& stop, KeyAlgorithm algorithm);
    void stop_and_join();

    const Keep keep_;
    std::mutex calls_;         // begin, take's start, cancel: one at a time
    mutable std::mutex mutex_; // what follows
    std::condition_variable_any changed_;
    std::optional<KeyPair> key_;
    std::optional<KeyAlgorithm> begun_;
    std::exception_ptr surprise_;
    std::chrono::microseconds last_wait_{};
    std::jthread thread_;
};

} // namespace koltamga::crypto
