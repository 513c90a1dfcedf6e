// A display of its own (Xvfb), with the bus on which screen readers read. One for the whole
// program.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace koltamga::window {

// Runs until the object goes, with the environment of this process.
class Background {
  public:
    // `says` is an open descriptor of the child on which it says its first line; -1: none.
    explicit Background(const std::vector<std::string>& command, int says = -1);
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;
    ~Background();

    const std::string& first_line() const { return first_line_; }
    pid_t process() const { return process_; }
    bool runs() const;
    void kill(int signal);
    // Its exit status, or 128 + signal; waits for its end.
    int wait();

  private:
    pid_t process_ = -1;
    std::string first_line_;
};

// Starts display and buses at the first call, and puts them into the environment.
void have_screen();
// A picture of the whole display as a PNG.
void take_picture(const std::string& file);

} // namespace koltamga::window
