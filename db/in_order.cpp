#include "db/in_order.h"

#include <algorithm>
#include <future>
#include <system_error>
#include <thread>
#include <vector>

namespace koltamga::db {
namespace {

constexpr unsigned most_threads = 8; // beyond these the reading is what takes the time

std::vector<std::future<void>> helpers(const std::function<void()>& worker) {
    std::vector<std::future<void>> started;
    const auto wanted = std::clamp(std::thread::hardware_concurrency(), 1U, most_threads) - 1;
    try {
        while (started.size() < wanted) {
            started.push_back(std::async(std::launch::async, worker));
        }
    } catch (const std::system_error&) { // no thread to be had: fewer do it too
    }
    return started;
}

} // namespace

void on_every_core(const std::function<void()>& worker) {
    auto others = helpers(worker);
    worker();
    for (auto& other : others) {
        other.get();
    }
}

} // namespace koltamga::db
