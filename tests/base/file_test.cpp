// Files are written whole or not at all, for their owner alone, and never where a link leads.
#include "base/file.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include <sys/resource.h>

namespace koltamga {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) /
                  testing::UnitTest::GetInstance()->current_test_info()->name();
        fs::remove_all(folder_);
        ASSERT_TRUE(make_private_folder(folder_));
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::string content(const fs::path& file) const {
        const auto octets = read_file(file, 1000);
        return octets ? text_of(*octets) : "unreadable";
    }
    fs::path folder_;
};

TEST_F(File, IsForItsOwnerAlone) {
    const auto file = folder_ / "secret";
    ASSERT_TRUE(write_file(file, bytes_of("x")));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
    ASSERT_TRUE(append_file(folder_ / "log", bytes_of("x")));
    EXPECT_EQ(fs::status(folder_ / "log").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(File, ReplacesWhatWasThereAndLeavesNothingBeside) {
    const auto file = folder_ / "file";
    ASSERT_TRUE(write_file(file, bytes_of("before")));
    ASSERT_TRUE(write_file(file, bytes_of("after")));
    EXPECT_EQ(content(file), "after");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(File, IsNamedByEveryFailureAndNeverQuoted) {
    const auto file = folder_ / "applicant.toml";
    const auto named = [&](const auto& result, Code code, const fs::path& path) {
        ASSERT_TRUE(result.failed_with(code)) << path;
        ASSERT_TRUE(result.failure().where.has_value()) << path;
        EXPECT_EQ(result.failure().where->file, path.string());
        EXPECT_EQ(result.failure().detail.find("ASANOV"), std::string::npos);
    };
    named(read_file(file, 10), Code::file_unreadable, file);
    named(read_secret_file(file), Code::file_unreadable, file);
    ASSERT_TRUE(write_file(file, bytes_of("ASANOV USON 20101199000008")));
    named(read_file(file, 10), Code::file_too_large, file);
    named(read_secret_file(file, 10), Code::file_too_large, file);
    named(write_file(folder_ / "no" / "such", bytes_of("ASANOV")), Code::file_not_written,
          folder_ / "no" / "such");
    named(append_file(folder_, bytes_of("ASANOV")), Code::file_not_written, folder_);
    named(make_private_folder(file), Code::file_not_written, file);
}

TEST_F(File, APlantedLinkIsReplacedAndItsTargetLeftAlone) {
    const auto target = folder_ / "target";
    ASSERT_TRUE(write_file(target, bytes_of("somebody's")));
    fs::create_symlink(target, folder_ / "planted");
    ASSERT_TRUE(write_file(folder_ / "planted", bytes_of("ours")));
    EXPECT_EQ(content(target), "somebody's");
    EXPECT_FALSE(fs::is_symlink(folder_ / "planted"));
    EXPECT_EQ(content(folder_ / "planted"), "ours");
}

TEST_F(File, APlantedLinkIsNeverAddedTo) {
    const auto target = folder_ / "target";
    ASSERT_TRUE(write_file(target, bytes_of("somebody's")));
    fs::create_symlink(target, folder_ / "planted");
    EXPECT_FALSE(append_file(folder_ / "planted", bytes_of("ours")));
    EXPECT_EQ(content(target), "somebody's");
}

// A disk that is full takes the beginning of an addition, and then no more.
class NoMoreThan {
  public:
    explicit NoMoreThan(rlim_t octets) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit less{octets, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &less);
    }
    ~NoMoreThan() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        ::signal(SIGXFSZ, SIG_DFL);
    }

  private:
    rlimit before_{};
};

TEST_F(File, AnAdditionThatFindsNoRoomLeavesNothingBehind) {
    const auto file = folder_ / "log";
    ASSERT_TRUE(append_file(file, bytes_of("whole line\n")));
    {
        const NoMoreThan few(20);
        EXPECT_TRUE(append_file(file, bytes_of("one that is longer\n"))
                        .failed_with(Code::file_not_written));
    }
    EXPECT_EQ(content(file), "whole line\n");
    ASSERT_TRUE(append_file(file, bytes_of("next\n")));
    EXPECT_EQ(content(file), "whole line\nnext\n");
}

TEST_F(File, IsReadUpToItsLimitAndNoFurther) {
    const auto file = folder_ / "file";
    ASSERT_TRUE(write_file(file, Bytes(100)));
    EXPECT_TRUE(read_file(file, 100));
    EXPECT_TRUE(read_file(file, 99).failed_with(Code::file_too_large));
    EXPECT_TRUE(read_file("/dev/zero", 1000).failed_with(Code::file_too_large));
    EXPECT_TRUE(read_file(folder_ / "none", 1).failed_with(Code::file_unreadable));
    EXPECT_TRUE(read_file(folder_, 1).failed_with(Code::file_unreadable));
}

TEST_F(File, ThatDoesNotSayItsSizeIsReadToItsEndAllTheSame) {
    ASSERT_EQ(fs::file_size("/proc/self/cmdline"), 0U);
    EXPECT_GT(read_file("/proc/self/cmdline", 100'000)->size(), 4U);
    EXPECT_TRUE(read_file("/proc/self/cmdline", 4).failed_with(Code::file_too_large));
}

TEST_F(File, AFolderThatIsNotThereIsNotMadeInPassing) {
    EXPECT_FALSE(write_file(folder_ / "none" / "file", bytes_of("x")));
    EXPECT_FALSE(fs::exists(folder_ / "none"));
}

TEST_F(File, ASecretIsReadUpToItsLimitAndNoFurther) {
    const auto file = folder_ / "password";
    ASSERT_TRUE(write_file(file, Bytes(100, 'x')));
    EXPECT_EQ(read_secret_file(file, 100)->size(), 100U);
    EXPECT_TRUE(read_secret_file(file, 99).failed_with(Code::file_too_large));
    EXPECT_EQ(read_secret_file(file, 99).failure().detail, "limit 99");
    ASSERT_TRUE(write_file(file, Bytes(4096, 'x')));
    EXPECT_TRUE(read_secret_file(file));
    ASSERT_TRUE(write_file(file, Bytes(4097, 'x')));
    EXPECT_TRUE(read_secret_file(file).failed_with(Code::file_too_large));
}

TEST_F(File, ASecretMayEndAsWindowsEndsLines) {
    const auto file = folder_ / "password";
    for (const auto& [text, secret] : {std::pair{"pass\r\n", "pass"},
                                       {"pass\n", "pass"},
                                       {"pass", "pass"},
                                       {"pass\r", "pass"},
                                       {"\n", ""},
                                       {"", ""},
                                       {"pass\r\r\n", "pass\r"},
                                       {" pass ", " pass "}}) {
        ASSERT_TRUE(write_file(file, bytes_of(text)));
        EXPECT_EQ(text_of(read_secret_file(file)->view()), secret);
    }
}

TEST_F(File, IsWrittenAndReadToItsLastOctet) {
    Bytes content(300'001);
    for (std::size_t i = 0; i < content.size(); ++i) {
        content[i] = static_cast<std::uint8_t>(i * 31);
    }
    ASSERT_TRUE(write_file(folder_ / "large", content));
    EXPECT_EQ(*read_file(folder_ / "large", content.size()), content);
    ASSERT_TRUE(append_file(folder_ / "large", content));
    EXPECT_EQ(read_file(folder_ / "large", 2 * content.size())->size(), 2 * content.size());
    ASSERT_TRUE(write_file(folder_ / "empty", {}));
    EXPECT_TRUE(read_file(folder_ / "empty", 0)->empty());
}

TEST_F(File, ThatCannotTakeItsNameLeavesNothingBeside) {
    fs::create_directories(folder_ / "taken" / "below");
    EXPECT_TRUE(write_file(folder_ / "taken", bytes_of("x")).failed_with(Code::file_not_written));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(File, ThatFindsNoRoomLeavesTheOldOneAndNothingBeside) {
    const auto file = folder_ / "file";
    ASSERT_TRUE(write_file(file, bytes_of("before")));
    {
        const NoMoreThan few(20);
        EXPECT_TRUE(write_file(file, Bytes(100, 'x')).failed_with(Code::file_not_written));
    }
    EXPECT_EQ(content(file), "before");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(File, ASecretLosesOneLineEndAndNoMore) {
    const auto file = folder_ / "password";
    ASSERT_TRUE(write_file(file, bytes_of("pass word\n\n")));
    const auto secret = read_secret_file(file);
    ASSERT_TRUE(secret);
    EXPECT_EQ(text_of(secret->view()), "pass word\n");
}

} // namespace
} // namespace koltamga
