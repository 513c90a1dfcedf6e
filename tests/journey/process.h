// Other programs, run from a test.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace koltamga::journey {

struct Ended {
    int status = -1; // exit status; 128 + signal when killed
    std::string out, err;
};

// Runs to the end. `input` goes to standard input.
Ended run(const std::vector<std::string>& command, const std::string& input = {});

// A server that says "ready URL" on its standard output when it serves.
class Server {
  public:
    explicit Server(const std::vector<std::string>& command);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();

    const std::string& ready_line() const { return ready_; }
    pid_t process() const { return process_; }
    void kill(); // with SIGKILL, and it is gone

  private:
    pid_t process_ = -1;
    int output_ = -1;
    std::string ready_;
};

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

} // namespace koltamga::journey
