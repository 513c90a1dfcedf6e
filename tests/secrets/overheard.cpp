#include "tests/secrets/overheard.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::secrets {
namespace {

namespace fs = std::filesystem;

constexpr int milliseconds_between_looks = 10;

struct Pipe {
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error("pipe");
        }
    }
    std::array<int, 2> ends{-1, -1};
};

[[noreturn]] void become(const std::vector<std::string>& command, int out, int err) {
    std::vector<char*> words;
    for (const auto& word : command) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::execvp(words.front(), words.data());
    ::_exit(127);
}

// Takes what is there; false when the other side is closed.
bool take_from(int end, std::string& text) {
    std::array<char, 4096> buffer{};
    const auto got = ::read(end, buffer.data(), buffer.size());
    if (got > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return got > 0 || (got < 0 && errno == EINTR);
}

void listen_and_look(pid_t process, std::array<pollfd, 2> ends, Overheard& heard) {
    std::array<std::string*, 2> texts{&heard.ended.out, &heard.ended.err};
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        ::poll(ends.data(), ends.size(), milliseconds_between_looks);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (ends[i].fd >= 0 && ends[i].revents != 0 && !take_from(ends[i].fd, *texts[i])) {
                ends[i].fd = -1;
            }
        }
        look_at(process, heard.seen);
        ++heard.looks;
    }
}

int status_of(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void see(const std::string& what, std::set<std::string>& seen) {
    if (!what.empty()) {
        seen.insert(what);
    }
}

} // namespace

void look_at(pid_t process, std::set<std::string>& seen) {
    const auto folder = fs::path("/proc") / std::to_string(process);
    for (const auto* file : {"cmdline", "environ", "comm"}) {
        see(journey::read_text(folder / file), seen);
    }
    std::error_code gone; // it may end meanwhile
    for (const auto& thread : fs::directory_iterator(folder / "task", gone)) {
        see(journey::read_text(thread.path() / "comm"), seen);
    }
    for (const auto& open : fs::directory_iterator(folder / "fd", gone)) {
        see(fs::read_symlink(open.path(), gone).string(), seen);
    }
}

Overheard overhear(const std::vector<std::string>& command) {
    Pipe out;
    Pipe err;
    Overheard heard;
    const pid_t process = ::fork();
    if (process == 0) {
        become(command, out.ends[1], err.ends[1]);
    }
    ::close(out.ends[1]);
    ::close(err.ends[1]);
    listen_and_look(process, {{{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}}}, heard);
    ::close(out.ends[0]);
    ::close(err.ends[0]);
    heard.ended.status = status_of(process);
    return heard;
}

} // namespace koltamga::secrets
