// A program that runs beside a test, its words read line by line; ended with this object.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace koltamga::peers {

class Process {
  public:
    explicit Process(const std::vector<std::string>& command);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    // The next line it writes (either stream); nothing once it has ended.
    std::optional<std::string> line();
    // Reads until a line contains the text; that line.
    std::optional<std::string> wait_for(const std::string& text);
    // Reads everything to its end; its exit status.
    int finish(std::string& output);

  private:
    pid_t id_ = -1;
    std::FILE* words_ = nullptr;
    bool ended_ = false;
};

} // namespace koltamga::peers
