// The technical log: event names, codes, ids and figures; for its owner alone, and bounded.
#include "base/log.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/locked_pages.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <regex>
#include <stdexcept>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace koltamga {
namespace {

namespace fs = std::filesystem;

class Log : public testing::Test {
  protected:
    void SetUp() override {
        fs::remove_all(folder_);
        ASSERT_TRUE(make_private_folder(folder_));
    }
    void TearDown() override {
        log::open("/proc/none/log"); // where no file can be
        fs::remove_all(folder_);
    }
    std::string content() const {
        const auto octets = read_file(folder_ / "log", 10'000'000);
        return octets ? text_of(*octets) : std::string();
    }
    const fs::path folder_ = fs::path(testing::TempDir()) / "koltamga-log-test";
};

TEST_F(Log, SaysWhatHappenedInCodesIdsAndFigures) {
    log::open(folder_ / "log");
    log::event("sync", {log::Fact("entries", 42), log::Fact("code", Code::ca_unreachable),
                        log::Fact("application", *ApplicationId::parse("7K3M0QXT9B2EHN4W"))});
    log::failure("command", Failure{Code::file_unreadable, "ASANOV"});
    log::event("start");
    const auto text = content();
    EXPECT_TRUE(std::regex_search(
        text,
        std::regex("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z \\d+ sync entries=42 "
                   "code=ca\\.unreachable application=7K3M-0QXT-9B2E-HN4W\n")))
        << text;
    EXPECT_NE(text.find(" command code=file.unreadable\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("ASANOV"), std::string::npos) << "a detail is not for the log";
    EXPECT_NE(text.find(" start\n"), std::string::npos);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
}

TEST_F(Log, SaysTheTimeOfGreenwichWhereverTheOfficeIs) {
    ::setenv("TZ", "KGT-6", 1); // NOLINT(concurrency-mt-unsafe): no thread runs
    ::tzset();
    const auto before = SystemClock().now();
    log::open(folder_ / "log");
    log::event("start");
    const auto after = SystemClock().now();
    ::unsetenv("TZ"); // NOLINT(concurrency-mt-unsafe)
    ::tzset();
    const auto said = instant_from(content().substr(0, to_text(before).size()));
    ASSERT_TRUE(said) << content();
    EXPECT_GE(*said, before);
    EXPECT_LE(*said, after);
}

TEST_F(Log, NamesOnlyTheTypeOfASurprise) {
    const std::runtime_error surprise("ASANOV USON");
    const auto text = log::Fact::type(surprise).text();
    EXPECT_NE(text.find("runtime_error"), std::string::npos);
    EXPECT_EQ(text.find("ASANOV"), std::string::npos);
}

TEST_F(Log, GoesNowhereUntilItIsOpened) {
    log::open("/proc/none/log");
    log::event("unseen");
    EXPECT_EQ(content(), "");
}

TEST_F(Log, KeepsThreeEarlierFilesOfTwoMebibytes) {
    log::open(folder_ / "log");
    const std::string name(1000, 'x');
    for (int i = 0; i < 11'000; ++i) {
        log::event(name);
    }
    std::size_t files = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        ++files;
        EXPECT_LE(entry.file_size(), std::uintmax_t{2} << 20U);
        EXPECT_GT(entry.file_size(), std::uintmax_t{1000});
    }
    EXPECT_EQ(files, 4U);
}

// In a child, for none of it can be taken back.
[[noreturn]] void harden_and_tell() {
    harden_process();
    rlimit cores{1, 1};
    ::getrlimit(RLIMIT_CORE, &cores);
    const bool none = cores.rlim_cur == 0 && cores.rlim_max == 0;
    const bool closed = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
    const bool own = ::umask(0) == (S_IRWXG | S_IRWXO);
    std::_Exit(none && closed && own ? 0 : 1);
}

TEST(HardenedProcess, LeavesNoCoreIsNotLookedIntoAndMakesFilesForItself) {
    EXPECT_EXIT(harden_and_tell(), testing::ExitedWithCode(0), "");
}

TEST(LockedPages, AreWholeZeroedAndAtLeastAsLarge) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{4096}, std::size_t{4097}}) {
        const auto pages = map_locked_pages(size);
        EXPECT_GE(pages.size(), size);
        EXPECT_EQ(pages.size() % 4096, 0U);
        EXPECT_LT(pages.size(), size + 4096);
        for (const auto octet : pages) {
            ASSERT_EQ(octet, 0);
        }
        unmap_locked_pages(pages);
    }
}

} // namespace
} // namespace koltamga
