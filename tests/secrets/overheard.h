// What a program lets others see of itself while it runs, and what it says.
#pragma once

#include "tests/journey/process.h"

#include <set>
#include <string>
#include <vector>

namespace koltamga::secrets {

struct Overheard {
    journey::Ended ended;
    // Each once: command line, environment, the names of its threads and of its open files.
    std::set<std::string> seen;
    unsigned looks = 0;
};

// Runs to the end, looked at again and again on the way.
Overheard overhear(const std::vector<std::string>& command);

// What may be seen of a process now.
void look_at(pid_t process, std::set<std::string>& seen);

} // namespace koltamga::secrets
