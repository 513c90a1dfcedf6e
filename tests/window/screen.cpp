#include "tests/window/screen.h"

#include "tests/journey/process.h"

#include <gtest/gtest.h>

#include <atspi/atspi.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::window {
namespace {

std::string line_from(int descriptor) {
    std::string line;
    char one = 0;
    while (read(descriptor, &one, 1) == 1 && one != '\n') {
        line += one;
    }
    return line;
}

std::vector<char*> arguments(const std::vector<std::string>& command) {
    std::vector<char*> pointers;
    for (const auto& word : command) {
        pointers.push_back(const_cast<char*>(word.c_str()));
    }
    pointers.push_back(nullptr);
    return pointers;
}

// In the child, which speaks to nobody: desktops' libraries are talkative.
void become(const std::vector<std::string>& command, int says, int pipe_end) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nothing = open("/dev/null", O_RDWR);
    for (const int descriptor : {0, 1, 2}) {
        dup2(descriptor == says ? pipe_end : nothing, descriptor);
    }
    if (says > 2) {
        dup2(pipe_end, says);
    }
    execvp(command.front().c_str(), arguments(command).data());
    _exit(127);
}

struct Screen {
    Background bus{{"dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=3"}, 3};
    std::unique_ptr<Background> display, readers;
};

std::string screen_size() {
    const auto* wanted = std::getenv("KOLTAMGA_SCREEN");
    return wanted == nullptr ? "1024x768x24" : wanted;
}

std::unique_ptr<Screen>& the_screen() {
    static std::unique_ptr<Screen> screen;
    return screen;
}

class Leaving : public testing::Environment {
  public:
    void TearDown() override {
        if (the_screen()) {
            atspi_exit();
        }
        the_screen().reset();
    }
};

[[maybe_unused]] const auto* const leaving = testing::AddGlobalTestEnvironment(new Leaving);

} // namespace

Background::Background(const std::vector<std::string>& command, int says) {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    process_ = fork();
    if (process_ == 0) {
        become(command, says, ends[1]);
    }
    close(ends[1]);
    if (says >= 0) {
        first_line_ = line_from(ends[0]);
    }
    close(ends[0]);
}

Background::~Background() {
    if (process_ > 0) {
        kill(SIGKILL);
        wait();
    }
}

bool Background::runs() const {
    return process_ > 0 &&
           waitid(P_PID, static_cast<id_t>(process_), nullptr, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ::kill(process_, 0) == 0;
}

void Background::kill(int signal) {
    ::kill(process_, signal);
}

int Background::wait() {
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void have_screen() {
    if (the_screen()) {
        return;
    }
    the_screen() = std::make_unique<Screen>();
    auto& screen = *the_screen();
    setenv("DBUS_SESSION_BUS_ADDRESS", screen.bus.first_line().c_str(), 1);
    setenv("NO_AT_BRIDGE", "0", 1);
    setenv("GSETTINGS_BACKEND", "memory", 1);
    unsetenv("AT_SPI_BUS_ADDRESS");
    screen.display = std::make_unique<Background>(
        std::vector<std::string>{"Xvfb", "-displayfd", "3", "-screen", "0", screen_size(),
                                 "-nolisten", "tcp"},
        3);
    setenv("DISPLAY", (":" + screen.display->first_line()).c_str(), 1);
    screen.readers = std::make_unique<Background>(
        std::vector<std::string>{"/usr/libexec/at-spi-bus-launcher", "--launch-immediately"});
    if (atspi_init() > 1) {
        throw std::runtime_error("no bus for screen readers");
    }
    atspi_set_timeout(5000, 20000); // ms: of one question, and of a program that starts
}

void take_picture(const std::string& file) {
    have_screen();
    journey::run({"import", "-window", "root", file});
}

} // namespace koltamga::window
