// A program hit by SIGABRT while it makes an applicant's key with the applicant's password, where
// whoever called it would allow cores.
#include "tests/secrets/marked_office.h"

#include <gtest/gtest.h>

#include <csignal>
#include <iostream>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::secrets {
namespace {

namespace fs = std::filesystem;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer);
#else
constexpr bool sanitized = false;
#endif

[[noreturn]] void become_where_cores_are_allowed(const std::vector<std::string>& command) {
    const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &all));
    std::vector<char*> words;
    for (const auto& word : command) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execvp(words.front(), words.data());
    ::_exit(127);
}

// Whether it has ended before so much time has passed.
bool ended_within(pid_t process, std::chrono::milliseconds time) {
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    pollfd end{handle, POLLIN, 0};
    const bool ended = ::poll(&end, 1, static_cast<int>(time.count())) != 0;
    ::close(handle);
    return ended;
}

// Runs a command that reads `word` from `pipe`, and aborts it so long after it was given. The
// status it ended with.
int aborted_behind_the_word(const std::vector<std::string>& command, const fs::path& pipe,
                            const std::string& word, std::chrono::milliseconds later) {
    const pid_t process = ::fork();
    if (process == 0) {
        become_where_cores_are_allowed(command);
    }
    // Opens as soon as the other side does, and then the other side reads.
    const int end = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
    static_cast<void>(!::write(end, word.data(), word.size()));
    ::close(end);
    EXPECT_FALSE(ended_within(process, later)) << "it was done before it could be aborted";
    ::kill(process, SIGABRT);
    int status = 0;
    ::waitpid(process, &status, 0);
    return status;
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        files.push_back(entry.path());
    }
    return files;
}

class Aborted : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0); }
    // The visit of an applicant whose password comes through the pipe; RSA takes its time.
    int visit(unsigned number, std::chrono::milliseconds later, const std::string& preload = {}) {
        const auto one = marked(number);
        auto line = here.office().ctl_line(here.visit_command(one));
        std::ranges::replace(line, here.office().password(one.person.password, "").string(),
                             pipe.string());
        if (!preload.empty()) {
            line.insert(line.begin(), {"env", "LD_PRELOAD=" + preload});
        }
        return aborted_behind_the_word(here.at_home(line), pipe, one.password + "\n", later);
    }
    MarkedOffice here{"rsa-3072"};
    fs::path pipe = here.office().folder() / "pipe";
};

TEST_F(Aborted, WhileItMakesAKeyItLeavesNoCoreAndNoSecret) {
    for (const int later : {0, 3, 20, 60}) {
        const auto status =
            visit(static_cast<unsigned>(20 + later), std::chrono::milliseconds(later));
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << status;
        EXPECT_FALSE(WCOREDUMP(status));
        EXPECT_TRUE(files_in(here.home() / "work").empty());
    }
    here.expect_no_secret_anywhere();
}

// The second line of defence: a core that arises all the same leaves the pages of secrets out.
TEST_F(Aborted, WhereACoreArisesAllTheSameItHoldsNoPassword) {
    if (sanitized) {
        GTEST_SKIP() << "not run: a program with sanitizers keeps copies of its own";
    }
    visit(81, std::chrono::milliseconds(20), CORES_ALLOWED);
    const auto cores = files_in(here.home() / "work");
    if (cores.empty()) {
        GTEST_SKIP() << "not run: this machine puts cores elsewhere (core_pattern)";
    }
    ASSERT_EQ(cores.size(), 1U);
    const auto core = journey::read_text(cores[0]);
    LeakSearch control;
    control.add_text("personal number", marked(81).person.pin);
    EXPECT_FALSE(control.in(bytes_of(core), "the core", Depth::as_it_lies).empty());
    LeakSearch search;
    search.add_text("password", marked(81).password);
    search.add_text("operator's password", operators_words());
    for (const auto& one : search.in(bytes_of(core), "the core", Depth::as_it_lies)) {
        ADD_FAILURE() << one;
    }
}

} // namespace
} // namespace koltamga::secrets
