// A program that is killed at a moment of its own life.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace koltamga::faults {

// After so many writes into the watched folder, and then so long.
struct Moment {
    unsigned writes = 0;
    std::chrono::microseconds after{0};
};

class Victim {
  public:
    // Starts it. What it says goes nowhere.
    Victim(const std::vector<std::string>& command, const std::filesystem::path& watched);
    Victim(const Victim&) = delete;
    Victim& operator=(const Victim&) = delete;
    ~Victim();

    // Returns at the moment, or when the program has ended before it; whether it still runs.
    bool lives_at(const Moment& moment);
    // Returns when something was written after which this holds, or when the program has ended.
    bool lives_when(const std::function<bool()>& holds);
    // Sends SIGKILL and does not wait: a write that hangs has to end first.
    void hit() const;
    // With SIGKILL; whether that is what ended it.
    bool kill();
    void wait_for_its_end();
    // How many writes were seen so far; what the kernel joins counts once.
    unsigned writes() const { return writes_; }

  private:
    bool next_write(); // false: it ended

    pid_t process_ = -1;
    int handle_ = -1;    // readable when the process has ended
    int notices_ = -1;   // readable when something was written
    bool ended_ = false; // what is written now is not its own: whoever looks also writes
    unsigned writes_ = 0;
    unsigned unread_ = 0;
};

} // namespace koltamga::faults
