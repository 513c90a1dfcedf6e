// What the program does to the machine it runs on: nothing that it need not.
#include "tests/journey/office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sstream>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::journey {
namespace {

namespace fs = std::filesystem;

// Why nobody may look at what a program asks of the system here, if so. An ordinary user may not
// look into ours, which forbid it.
std::optional<std::string> no_tracing_here() {
    if (::geteuid() != 0) {
        return "only the machine's owner may look into our programs";
    }
    return run({"strace", "-qq", "-o", "/dev/null", "true"}).status == 0
               ? std::nullopt
               : std::optional<std::string>("this machine lets nobody trace a program");
}

// The system calls of a whole journey, one a line, that lead out of the process.
std::vector<std::string> traced_journey(Office& office) {
    const auto trace = office.folder() / "trace";
    std::vector<std::string> line = {"strace",
                                     "-f",
                                     "-qq",
                                     "-o",
                                     trace.string(),
                                     "-e",
                                     "trace=execve,execveat,listen,accept,accept4,connect,openat"};
    const auto command = office.ctl_line(office.issue_command(grown_up()));
    line.insert(line.end(), command.begin(), command.end());
    const auto ended = run(line);
    EXPECT_EQ(ended.status, 0) << ended.err;
    std::istringstream text(read_text(trace));
    std::vector<std::string> calls;
    for (std::string call; std::getline(text, call);) {
        calls.push_back(call);
    }
    return calls;
}

bool has(const std::string& call, const std::string& word) {
    return call.find(word) != std::string::npos;
}

TEST(Confined, StartsNoProgramListensNowhereAndSpeaksToTheCentreAlone) {
    if (const auto why = no_tracing_here()) {
        GTEST_SKIP() << "not run: " << *why;
    }
    Office office;
    ASSERT_EQ(office.enrol().status, 0);
    int programs = 0;
    int conversations = 0;
    for (const auto& call : traced_journey(office)) {
        programs += has(call, " execve") ? 1 : 0;
        EXPECT_FALSE(has(call, " listen(") || has(call, " accept")) << call;
        if (has(call, " connect(")) {
            ++conversations;
            EXPECT_TRUE(has(call, "inet_addr(\"127.0.0.1\")")) << call;
        }
    }
    EXPECT_EQ(programs, 1);
    EXPECT_GT(conversations, 0);
}

// Libraries come from where only the machine's owner can put them.
TEST(Confined, LoadsCodeFromTheSystemOnly) {
    if (const auto why = no_tracing_here()) {
        GTEST_SKIP() << "not run: " << *why;
    }
    Office office;
    ASSERT_EQ(office.enrol().status, 0);
    int libraries = 0;
    for (const auto& call : traced_journey(office)) {
        const bool library = has(call, ".so\"") || has(call, ".so.");
        if (!library || has(call, " = -1 ") || has(call, "/etc/ld.so")) {
            continue;
        }
        ++libraries;
        EXPECT_TRUE(has(call, "\"/lib/") || has(call, "\"/usr/lib/")) << call;
    }
    EXPECT_GT(libraries, 10);
}

// A desk of an ordinary user: program, profile and papers in a folder that is all of theirs.
class Desk {
  public:
    explicit Desk(Office& office) : folder_(office.folder() / "desk") {
        fs::create_directory(folder_);
        fs::permissions(office.folder(), fs::perms::others_exec, fs::perm_options::add);
        take(program("koltamgactl"), "koltamgactl");
        take(office.practice() / "profile.toml", "profile.toml");
        take(office.practice() / "enrolment-code", "code");
        take(std::string(KOLTAMGA_TEST_DATA) + "/portraits/astronaut.jpg", "portrait.jpg");
        take(office.issue_command(grown_up())[1], "applicant.toml");
        take(office.folder() / "applicant.password", "applicant.password");
        take(office.folder() / "aida.password", "aida.password");
        if (::geteuid() == 0) {
            EXPECT_EQ(run({"chown", "-R", "12345:12345", folder_.string()}).status, 0);
        }
    }

    // A temporary folder may lie where other users cannot go.
    bool within_reach() const {
        auto line = as_ordinary_user();
        line.insert(line.end(), {"test", "-x", "koltamgactl"});
        return run(line).status == 0;
    }

    Ended ctl(const std::vector<std::string>& command) const {
        auto line = as_ordinary_user();
        line.insert(line.end(),
                    {"./koltamgactl", "--json", "--profile", "profile.toml", "--data", "station",
                     "--operator", "aida", "--operator-password-file", "aida.password"});
        line.insert(line.end(), command.begin(), command.end());
        return run(line);
    }

    fs::path folder() const { return folder_; }

  private:
    std::vector<std::string> as_ordinary_user() const {
        std::vector<std::string> line;
        if (::geteuid() == 0) {
            line = {"setpriv", "--reuid",        "12345",         "--regid",
                    "12345",   "--clear-groups", "--no-new-privs"};
        }
        line.insert(line.end(), {"env", "-C", folder_.string(), "HOME=/nonexistent"});
        return line;
    }
    void take(const fs::path& from, const char* name) const { fs::copy_file(from, folder_ / name); }
    fs::path folder_;
};

TEST(Confined, NeedsNoRightsButAnOrdinaryUsersAndNoHome) {
    Office office;
    const Desk desk(office);
    if (!desk.within_reach()) {
        GTEST_SKIP() << "not run: other users cannot reach the temporary folder";
    }
    const auto enrolled = desk.ctl({"station", "enrol", "--code", "code"});
    ASSERT_EQ(enrolled.status, 0) << enrolled.err;
    const auto issued =
        desk.ctl({"issue", "applicant.toml", "--portrait", "portrait.jpg",
                  "--applicant-password-file", "applicant.password", "--out", "out"});
    EXPECT_EQ(issued.status, 0) << issued.err;
    EXPECT_THAT(issued.out, testing::HasSubstr("handed-over"));
    EXPECT_EQ(desk.ctl({"journal", "verify"}).status, 0);
}

// How a program ends that is hit by a signal while it reads, where its caller would allow cores.
int status_when_hit(const std::vector<std::string>& command, const fs::path& pipe) {
    const pid_t process = ::fork();
    if (process == 0) {
        const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
        if (::setrlimit(RLIMIT_CORE, &all) != 0 || ::chdir(pipe.parent_path().c_str()) != 0) {
            ::_exit(126);
        }
        std::vector<char*> words;
        for (const auto& word : command) {
            words.push_back(const_cast<char*>(word.c_str()));
        }
        words.push_back(nullptr);
        ::execvp(words.front(), words.data());
        ::_exit(127);
    }
    // Opens as soon as the other side does, and then the other side reads.
    const int end = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
    ::kill(process, SIGABRT);
    int status = 0;
    ::waitpid(process, &status, 0);
    ::close(end);
    return status;
}

TEST(Confined, LeavesNoCoreWhenItFalls) {
    Office office;
    const auto pipe = office.folder() / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const auto status =
        status_when_hit({program("koltamgactl"), "mrz", "parse", pipe.string()}, pipe);
    EXPECT_TRUE(WIFSIGNALED(status)) << status;
    EXPECT_FALSE(WCOREDUMP(status)) << status;
    // A program that does nothing about it, for comparison: where this machine keeps no cores the
    // test says less.
    const auto other = status_when_hit({"cat", pipe.string()}, pipe);
    RecordProperty("cores_are_kept_here", WCOREDUMP(other) ? "yes" : "no");
}

TEST(Confined, LeavesNothingThatOthersMayRead) {
    Office office;
    ASSERT_EQ(office.enrol().status, 0);
    ASSERT_EQ(office.issue(grown_up()).status, 0);
    for (const auto& folder : {office.station(), office.out(), office.practice()}) {
        const auto found = run({"find", folder.string(), "-perm", "/077", "-o", "-type", "l"});
        EXPECT_EQ(found.out, "") << folder;
    }
}

} // namespace
} // namespace koltamga::journey
