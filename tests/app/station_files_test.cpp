// Which profile a station believes, from one visit to the next.
#include "app/station_files.h"
#include "base/file.h"
#include "tests/profile/example.h"

#include <gtest/gtest.h>

namespace koltamga::app {
namespace {

namespace fs = std::filesystem;

class StationFiles : public testing::Test {
  protected:
    void SetUp() override {
        data_ = fs::path(testing::TempDir()) / "station-files";
        fs::remove_all(data_);
        ASSERT_TRUE(make_private_folder(data_));
    }
    void TearDown() override { fs::remove_all(data_); }

    // A signed profile of that version, in a file of its own.
    fs::path profile_of(int version) {
        auto text = profile::shortest();
        const std::string line = "version = 7";
        text.replace(text.find(line), line.size(), "version = " + std::to_string(version));
        const auto signed_text = profile::sign_profile(text, profile::agency_key());
        EXPECT_TRUE(signed_text);
        const auto file = data_ / ("profile-" + std::to_string(version) + ".toml");
        EXPECT_TRUE(write_file(file, bytes_of(*signed_text)));
        return file;
    }
    void pin(int version) {
        const auto loaded = load_office_profile(profile_of(version), data_);
        ASSERT_TRUE(loaded);
        ASSERT_TRUE(pin_profile(*loaded, data_));
    }

    fs::path data_;
};

TEST_F(StationFiles, ANewerProfileIsPinnedAndTheEarlierNeverTakenAgain) {
    pin(7);
    ASSERT_TRUE(load_office_profile(profile_of(8), data_));
    EXPECT_EQ(load_office_profile({}, data_)->profile.version, 8U) << "kept, too";
    EXPECT_TRUE(load_office_profile(profile_of(7), data_).failed_with(Code::profile_older));
}

TEST_F(StationFiles, AnOlderProfileThanThePinnedIsRefused) {
    pin(7);
    EXPECT_TRUE(load_office_profile(profile_of(6), data_).failed_with(Code::profile_older));
    EXPECT_EQ(load_office_profile({}, data_)->profile.version, 7U);
}

TEST_F(StationFiles, WithoutAProfileThereIsNoStation) {
    EXPECT_TRUE(load_office_profile({}, data_).failed_with(Code::app_not_enrolled));
}

} // namespace
} // namespace koltamga::app
