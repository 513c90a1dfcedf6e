#include "tests/faults/victim.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::faults {
namespace {

[[noreturn]] void become_silently(const std::vector<std::string>& command) {
    std::vector<char*> words;
    for (const auto& word : command) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execv(words.front(), words.data());
    ::_exit(127);
}

int watch(const std::filesystem::path& folder) {
    const int notices = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    for (const auto& one : {folder, folder / "blobs"}) {
        ::inotify_add_watch(notices, one.c_str(), IN_MODIFY | IN_CREATE | IN_MOVED_TO);
    }
    return notices;
}

unsigned notices_in(int notices) {
    alignas(inotify_event) std::array<char, 16384> buffer{};
    const auto got = ::read(notices, buffer.data(), buffer.size());
    unsigned count = 0;
    for (ssize_t at = 0; at < got; ++count) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
        at += static_cast<ssize_t>(sizeof *event + event->len);
    }
    return count;
}

} // namespace

Victim::Victim(const std::vector<std::string>& command, const std::filesystem::path& watched)
    : notices_(watch(watched)) {
    process_ = ::fork();
    if (process_ == 0) {
        become_silently(command);
    }
    handle_ = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
    if (process_ < 0 || handle_ < 0) {
        throw std::runtime_error("starting a program");
    }
}

Victim::~Victim() {
    if (process_ > 0) {
        kill();
    }
    ::close(handle_);
    ::close(notices_);
}

bool Victim::next_write() {
    while (unread_ == 0) {
        if (ended_) {
            return false;
        }
        pollfd ends[2] = {{notices_, POLLIN, 0}, {handle_, POLLIN, 0}};
        ::poll(ends, 2, -1);
        ended_ = ends[1].revents != 0;
        if (ends[0].revents != 0) {
            unread_ = notices_in(notices_);
        }
    }
    --unread_;
    ++writes_;
    return true;
}

bool Victim::lives_at(const Moment& moment) {
    for (unsigned seen = 0; seen < moment.writes; ++seen) {
        if (!next_write()) {
            return false;
        }
    }
    const auto microseconds = moment.after.count();
    const timespec span{microseconds / 1'000'000, (microseconds % 1'000'000) * 1000};
    pollfd end{handle_, POLLIN, 0};
    return ::ppoll(&end, 1, &span, nullptr) == 0;
}

bool Victim::lives_when(const std::function<bool()>& holds) {
    while (!holds()) {
        if (!next_write()) {
            return false;
        }
    }
    return true;
}

void Victim::hit() const {
    ::kill(process_, SIGKILL);
}

bool Victim::kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

void Victim::wait_for_its_end() {
    while (next_write()) {
    }
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
}

} // namespace koltamga::faults
