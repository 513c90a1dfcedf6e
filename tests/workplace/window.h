// Stands where the window's event loop stands: takes what the station's threads post, and runs it
// on the test's own thread.
#pragma once

#include "app/workplace.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace koltamga::workplace {

class Window {
  public:
    desk::Post post() {
        return [this](desk::Thunk thunk) {
            const std::lock_guard lock(mutex_);
            posted_.push_back(std::move(thunk));
            arrived_.notify_all();
        };
    }

    // Asks, and runs whatever is posted until the answer is there.
    template <class T, class Ask>
    Result<T> answer(Ask ask) {
        std::optional<Result<T>> answer;
        ask([&](Result<T> told) { answer.emplace(std::move(told)); });
        while (!answer) {
            run_next();
        }
        return std::move(*answer);
    }

    void run_next() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return !posted_.empty(); });
        auto thunk = std::move(posted_.front());
        posted_.pop_front();
        lock.unlock();
        thunk();
    }

  private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<desk::Thunk> posted_;
};

} // namespace koltamga::workplace
