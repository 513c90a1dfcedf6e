// A program hit by SIGABRT while it makes an applicant's key with the applicant's password, where
// whoever called it would allow cores.
#include "crypto/machine_secret.h"
#include "tests/secrets/marked_office.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>

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

// Of the programs; ./check runs those that are released.
bool programs_are_sanitized() {
    return sanitized && std::getenv("KOLTAMGA_PROGRAMS") == nullptr;
}

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

// Returns when the process is to be aborted; false: it ended before.
using Moment = std::function<bool(pid_t process)>;

Moment so_much_later(std::chrono::milliseconds time) {
    return [time](pid_t process) { return !ended_within(process, time); };
}

// Runs a command that reads `word` from `pipe`, and aborts it at that moment behind it. The status
// it ended with.
int aborted_behind_the_word(const std::vector<std::string>& command, const fs::path& pipe,
                            const std::string& word, const Moment& moment) {
    const pid_t process = ::fork();
    if (process == 0) {
        become_where_cores_are_allowed(command);
    }
    // Opens as soon as the other side does, and then the other side reads.
    const int end = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
    static_cast<void>(!::write(end, word.data(), word.size()));
    ::close(end);
    EXPECT_TRUE(moment(process)) << "it was done before it could be aborted";
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
    // Not before it is needed: a test that is not run needs none.
    MarkedOffice& here() {
        if (!office_) {
            office_.emplace("rsa-3072");
            EXPECT_EQ(::mkfifo(pipe().c_str(), 0600), 0);
        }
        return *office_;
    }
    fs::path pipe() { return here().office().folder() / "pipe"; }
    // The visit of an applicant whose password comes through the pipe; RSA takes its time.
    int visit(unsigned number, const Moment& moment, const std::string& preload = {}) {
        const auto one = marked(number);
        auto line = here().office().ctl_line(here().visit_command(one));
        std::ranges::replace(line, here().office().password(one.person.password, "").string(),
                             pipe().string());
        if (!preload.empty()) {
            line.insert(line.begin(), {"env", "LD_PRELOAD=" + preload});
        }
        return aborted_behind_the_word(here().at_home(line), pipe(), one.password + "\n", moment);
    }
    // The key was made and sealed, and the authority has been asked.
    Moment while_the_authority_is_waited_for() {
        return [this](pid_t process) {
            const std::vector<std::string> asked = {
                "sqlite3", (here().office().station() / "station.db").string(),
                "SELECT count(*) FROM entry WHERE kind='certificate.asked'"};
            while (!ended_within(process, std::chrono::milliseconds(20))) {
                if (journey::run(asked).out == "1\n") {
                    return true;
                }
            }
            return false;
        };
    }
    // The core of a visit that was aborted then; empty: there is none.
    std::string core_of_visit(unsigned number, const Moment& moment) {
        visit(number, moment, CORES_ALLOWED);
        const auto cores = files_in(here().home() / "work");
        EXPECT_LE(cores.size(), 1U);
        return cores.empty() ? std::string() : journey::read_text(cores[0]);
    }
    // What the station works with, and needs nobody signed in for.
    void look_for_the_stations_keys(LeakSearch& search) {
        const auto station = here().office().station();
        const auto secret = crypto::MachineSecret::open(station / "machine.secret").value();
        for (const auto* use : {"tls", "journal"}) {
            const auto file = station / "keys" / (std::string(use) + ".key");
            search_for(search, use, crypto::read_sealed_key(file, secret, use).value());
        }
    }
    static void expect_in(const std::string& core, const LeakSearch& search, bool found) {
        const auto all = search.in(bytes_of(core), "the core", Depth::as_it_lies);
        EXPECT_EQ(!all.empty(), found);
        for (const auto& one : all) {
            EXPECT_TRUE(found) << one;
        }
    }

  private:
    std::optional<MarkedOffice> office_;
};

TEST_F(Aborted, WhileItMakesAKeyItLeavesNoCoreAndNoSecret) {
    for (const int later : {0, 3, 20, 60}) {
        const auto status = visit(static_cast<unsigned>(20 + later),
                                  so_much_later(std::chrono::milliseconds(later)));
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << status;
        EXPECT_FALSE(WCOREDUMP(status));
        EXPECT_TRUE(files_in(here().home() / "work").empty());
    }
    here().expect_no_secret_anywhere();
}

// The second line of defence: a core that arises all the same leaves the pages of secrets out.
TEST_F(Aborted, WhereACoreArisesAllTheSameItHoldsNoPasswordAndNoneOfTheStationsKeys) {
    if (programs_are_sanitized()) {
        GTEST_SKIP() << "not run: a program with sanitizers keeps copies of its own";
    }
    const auto core = core_of_visit(81, so_much_later(std::chrono::milliseconds(20)));
    if (core.empty()) {
        GTEST_SKIP() << "not run: this machine puts cores elsewhere (core_pattern)";
    }
    LeakSearch control;
    control.add_text("personal number", marked(81).person.pin);
    expect_in(core, control, true);
    LeakSearch search;
    search.add_text("password", marked(81).password);
    search.add_text("operator's password", operators_words());
    look_for_the_stations_keys(search);
    expect_in(core, search, false);
}

TEST_F(Aborted, WhereACoreArisesAfterAKeyWasMadeItHoldsNothingOfTheKey) {
    if (programs_are_sanitized()) {
        GTEST_SKIP() << "not run: a program with sanitizers keeps copies of its own";
    }
    here().office().fault("slow=1");
    const auto core = core_of_visit(82, while_the_authority_is_waited_for());
    if (core.empty()) {
        GTEST_SKIP() << "not run: this machine puts cores elsewhere (core_pattern)";
    }
    const auto key = key_at_station(here().office(), marked(82).password);
    ASSERT_TRUE(key);
    LeakSearch control;
    control.add_octets("public key", key->public_key().spki());
    expect_in(core, control, true);
    LeakSearch search;
    search.add_text("password", marked(82).password);
    search_for(search, "applicant", *key);
    look_for_the_stations_keys(search);
    expect_in(core, search, false);
}

} // namespace
} // namespace koltamga::secrets
