#include "base/file.h"

#include <gtest/gtest.h>

namespace koltamga {
namespace {

class PrivateFolder : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override { std::filesystem::remove_all(base); }
    void TearDown() override { std::filesystem::remove_all(base); }
    const std::filesystem::path base = std::filesystem::path(testing::TempDir()) / "private-folder";
};

TEST_P(PrivateFolder, IsMadeForItsOwnerAlone) {
    const auto folder = base / GetParam();
    ASSERT_TRUE(make_private_folder(folder));
    EXPECT_TRUE(make_private_folder(folder)) << "it is there already";
    const auto rights = std::filesystem::status(folder).permissions();
    EXPECT_EQ(rights & std::filesystem::perms::mask, std::filesystem::perms::owner_all);
}

INSTANTIATE_TEST_SUITE_P(AsTyped, PrivateFolder,
                         testing::Values("papers", "papers/", "one/below/another", "below/"));

TEST_F(PrivateFolder, NeverTakesTheNameOfAFile) {
    ASSERT_TRUE(make_private_folder(base));
    ASSERT_TRUE(write_file(base / "file", {}));
    EXPECT_TRUE(make_private_folder(base / "file").failed_with(Code::file_not_written));
}

} // namespace
} // namespace koltamga
