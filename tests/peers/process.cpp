#include "tests/peers/process.h"

#include <array>
#include <csignal>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::peers {

Process::Process(const std::vector<std::string>& command) {
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) {
        throw std::runtime_error("pipe");
    }
    std::vector<char*> arguments;
    for (const auto& one : command) {
        arguments.push_back(const_cast<char*>(one.c_str())); // NOLINT: execvp's old signature
    }
    arguments.push_back(nullptr);
    id_ = ::fork();
    if (id_ == 0) {
        ::dup2(pipe[1], STDOUT_FILENO);
        ::dup2(pipe[1], STDERR_FILENO);
        ::close(pipe[0]);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(pipe[1]);
    words_ = ::fdopen(pipe[0], "r");
}

Process::~Process() {
    if (!ended_ && id_ > 0) {
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
    }
    if (words_ != nullptr) {
        std::fclose(words_);
    }
}

std::optional<std::string> Process::line() {
    std::string text;
    int letter = 0;
    while ((letter = std::fgetc(words_)) != EOF && letter != '\n') {
        text += static_cast<char>(letter);
    }
    return letter == EOF && text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> Process::wait_for(const std::string& text) {
    while (auto next = line()) {
        if (next->find(text) != std::string::npos) {
            return next;
        }
    }
    return std::nullopt;
}

int Process::finish(std::string& output) {
    while (const auto next = line()) {
        output += *next + '\n';
    }
    int status = 0;
    ::waitpid(id_, &status, 0);
    ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace koltamga::peers
