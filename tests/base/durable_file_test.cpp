// What is said to be written is on the disk: its octets, and the name that leads to them.
#include "base/file.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <sys/syscall.h>
#include <unistd.h>

namespace koltamga {
namespace {

namespace fs = std::filesystem;

struct Synchronised {
    std::string what;   // as the descriptor was opened
    bool name_is_there; // whether the file stood under its name by then
};
std::vector<Synchronised> seen; // by the calls below, which stand in for the library's
fs::path awaited;

void see(int descriptor) {
    const fs::path link("/proc/self/fd/" + std::to_string(descriptor));
    std::error_code none;
    seen.push_back({fs::read_symlink(link, none).filename().string(), fs::exists(awaited, none)});
}

class DurableFile : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::canonical(testing::TempDir()) / "durable-folder";
        fs::remove_all(folder_);
        ASSERT_TRUE(make_private_folder(folder_));
        awaited = folder_ / "file";
        seen.clear();
    }
    void TearDown() override {
        awaited.clear();
        fs::remove_all(folder_);
    }
    fs::path folder_;
};

} // namespace
} // namespace koltamga

extern "C" int fsync(int descriptor) {
    koltamga::see(descriptor);
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

extern "C" int fdatasync(int descriptor) {
    koltamga::see(descriptor);
    return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

namespace koltamga {
namespace {

TEST_F(DurableFile, IsWholeBeforeItHasItsNameAndItsFolderFollows) {
    ASSERT_TRUE(write_file(awaited, bytes_of("receipt")));
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_TRUE(seen[0].what.starts_with("file.")) << "another name until it is whole";
    EXPECT_FALSE(seen[0].name_is_there);
    EXPECT_EQ(seen[1].what, "durable-folder");
    EXPECT_TRUE(seen[1].name_is_there);
}

TEST_F(DurableFile, ThatIsAppendedToKeepsItsFolderOnlyWhenItIsNew) {
    ASSERT_TRUE(append_file(awaited, bytes_of("first\n")));
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].what, "file");
    EXPECT_EQ(seen[1].what, "durable-folder");
    ASSERT_TRUE(append_file(awaited, bytes_of("second\n")));
    ASSERT_EQ(seen.size(), 3U);
    EXPECT_EQ(seen[2].what, "file");
}

} // namespace
} // namespace koltamga
