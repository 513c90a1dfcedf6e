#include "base/work_thread.h"

namespace koltamga {

WorkThread::WorkThread() : thread_([this] { run(); }) {}

WorkThread::~WorkThread() {
    give_up();
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void WorkThread::give(Job job) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(job));
    }
    changed_.notify_all();
}

void WorkThread::give_up() {
    std::deque<Job> dropped; // outlives the lock: what ends with a job may take its time
    const std::lock_guard lock(mutex_);
    dropped.swap(waiting_);
    running_.request_stop();
}

bool WorkThread::next(Job& job, std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (ended_) {
        return false;
    }
    job = std::move(waiting_.front());
    waiting_.pop_front();
    running_ = {};
    stop = running_.get_token();
    return true;
}

void WorkThread::run() {
    std::stop_token stop;
    for (Job job; next(job, stop); job = nullptr) {
        job(stop);
    }
}

} // namespace koltamga
