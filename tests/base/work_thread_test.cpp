#include "base/work_thread.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace koltamga {
namespace {

TEST(WorkThread, DoesItsJobsInTheirOrderOnOneThreadOfItsOwn) {
    std::vector<int> order;
    std::vector<std::thread::id> threads;
    std::promise<void> last;
    WorkThread thread;
    for (int number = 0; number < 100; ++number) {
        thread.give([&, number](std::stop_token) {
            order.push_back(number);
            threads.push_back(std::this_thread::get_id());
        });
    }
    thread.give([&](std::stop_token) { last.set_value(); });
    last.get_future().wait();
    ASSERT_EQ(order.size(), 100U);
    for (int number = 0; number < 100; ++number) {
        EXPECT_EQ(order[static_cast<std::size_t>(number)], number);
        EXPECT_EQ(threads[static_cast<std::size_t>(number)], threads.front());
    }
    EXPECT_NE(threads.front(), std::this_thread::get_id());
}

TEST(WorkThread, GivenUpStopsWhatRunsAndDropsWhatWaits) {
    std::promise<void> begun, stopped, later;
    bool dropped_ran = false;
    WorkThread thread;
    thread.give([&](std::stop_token stop) {
        std::promise<void> asked;
        const std::stop_callback heard(stop, [&] { asked.set_value(); });
        begun.set_value();
        asked.get_future().wait();
        stopped.set_value();
    });
    thread.give([&](std::stop_token) { dropped_ran = true; });
    begun.get_future().wait();
    thread.give_up();
    stopped.get_future().wait();
    thread.give([&](std::stop_token stop) {
        EXPECT_FALSE(stop.stop_requested()) << "a job that came later is not given up";
        later.set_value();
    });
    later.get_future().wait();
    EXPECT_FALSE(dropped_ran);
}

TEST(WorkThread, EndsWithoutDoingWhatStillWaits) {
    std::promise<void> begun;
    int ran = 0;
    {
        WorkThread thread;
        thread.give([&](std::stop_token stop) {
            std::promise<void> asked;
            const std::stop_callback heard(stop, [&] { asked.set_value(); });
            begun.set_value();
            asked.get_future().wait();
            ++ran;
        });
        thread.give([&](std::stop_token) { ++ran; });
        begun.get_future().wait();
    }
    EXPECT_EQ(ran, 1);
}

TEST(WorkThread, LetsGoOfWhatAJobHeldOnceItIsDone) {
    auto held = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = held;
    std::promise<void> next;
    WorkThread thread;
    thread.give([held](std::stop_token) {});
    held.reset();
    thread.give([&](std::stop_token) { next.set_value(); });
    next.get_future().wait();
    EXPECT_TRUE(watched.expired());
}

} // namespace
} // namespace koltamga
