#include "tests/journey/process.h"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::journey {
namespace {

struct Pipe {
    Pipe() {
        if (::pipe2(ends, O_CLOEXEC) != 0) {
            throw std::runtime_error("pipe");
        }
    }
    int ends[2] = {-1, -1};
};

void close_now(int& descriptor) {
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    descriptor = -1;
}

[[noreturn]] void become(const std::vector<std::string>& command) {
    std::vector<char*> words;
    for (const auto& word : command) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    ::execvp(words.front(), words.data());
    ::_exit(127);
}

int status_of(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Reads both ends until both are closed, so that neither pipe can fill up and block the program.
void drain(int out, int err, Ended& ended) {
    pollfd ends[2] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
    std::string* texts[2] = {&ended.out, &ended.err};
    int open = 2;
    while (open > 0) {
        ::poll(ends, 2, -1);
        for (int i = 0; i < 2; ++i) {
            char buffer[4096];
            if (ends[i].fd < 0 || ends[i].revents == 0) {
                continue;
            }
            const auto got = ::read(ends[i].fd, buffer, sizeof buffer);
            if (got > 0) {
                texts[i]->append(buffer, static_cast<std::size_t>(got));
            } else if (got == 0 || errno != EINTR) {
                ends[i].fd = -1;
                --open;
            }
        }
    }
}

} // namespace

Ended run(const std::vector<std::string>& command, const std::string& input) {
    Pipe in;
    Pipe out;
    Pipe err;
    const pid_t process = ::fork();
    if (process == 0) {
        ::dup2(in.ends[0], STDIN_FILENO);
        ::dup2(out.ends[1], STDOUT_FILENO);
        ::dup2(err.ends[1], STDERR_FILENO);
        become(command);
    }
    close_now(in.ends[0]);
    close_now(out.ends[1]);
    close_now(err.ends[1]);
    static_cast<void>(!::write(in.ends[1], input.data(), input.size()));
    close_now(in.ends[1]);
    Ended ended;
    drain(out.ends[0], err.ends[0], ended);
    close_now(out.ends[0]);
    close_now(err.ends[0]);
    ended.status = status_of(process);
    return ended;
}

Server::Server(const std::vector<std::string>& command) {
    Pipe out;
    process_ = ::fork();
    if (process_ == 0) {
        ::dup2(out.ends[1], STDOUT_FILENO);
        become(command);
    }
    close_now(out.ends[1]);
    output_ = out.ends[0];
    char letter = 0;
    while (::read(output_, &letter, 1) == 1 && letter != '\n') {
        ready_ += letter;
    }
    if (!ready_.starts_with("ready ")) {
        throw std::runtime_error("the server did not get ready: " + ready_);
    }
}

void Server::kill() {
    ::kill(process_, SIGKILL);
    status_of(process_);
    process_ = -1;
}

Server::~Server() {
    if (process_ > 0) {
        ::kill(process_, SIGTERM);
        status_of(process_);
    }
    close_now(output_);
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
}

} // namespace koltamga::journey
