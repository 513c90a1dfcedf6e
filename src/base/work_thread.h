// One thread that does jobs one after another, in the order they were given.
//
// Owned by whoever gives the jobs. Jobs may fail only by value: what they throw ends the program.
// Each gets a stop token of its own; a job that may wait for the outside looks at it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace koltamga {

class WorkThread {
  public:
    using Job = std::function<void(std::stop_token)>;

    WorkThread();
    WorkThread(const WorkThread&) = delete;
    WorkThread& operator=(const WorkThread&) = delete;
    // Asks the running job to stop, drops those that wait, and waits for its end.
    ~WorkThread();

    void give(Job job);
    // Those that have not begun never will; the running one is asked to stop. A job that is given
    // afterwards is done.
    void give_up();

  private:
    void run();
    bool next(Job& job, std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> waiting_;
    std::stop_source running_;
    bool ended_ = false;
    std::thread thread_; // last: it uses all of the others
};

} // namespace koltamga
