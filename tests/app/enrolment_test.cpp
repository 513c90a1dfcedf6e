// What an enrolment refuses by itself, before the centre hears of the one-time code.
#include "app/enrolment.h"

#include "base/file.h"
#include "tests/profile/example.h"

#include <gtest/gtest.h>

namespace koltamga::app {
namespace {

class EnrolmentBegin : public testing::Test {
  protected:
    void SetUp() override {
        home_ = std::filesystem::path(testing::TempDir()) / "enrolment-begin";
        std::filesystem::remove_all(home_);
        ASSERT_TRUE(make_private_folder(home_));
        const auto text = profile::sign_profile(profile::shortest(), profile::agency_key()).value();
        ASSERT_TRUE(write_file(home_ / "profile.toml", bytes_of(text)));
    }
    void TearDown() override { std::filesystem::remove_all(home_); }

    // The profile's centre answers nobody here: whoever gets as far as asking it fails otherwise.
    Code refusal(const std::string& name, const std::string& password) {
        Options options;
        options.profile = home_ / "profile.toml";
        options.data = home_ / "station";
        options.operator_name = name;
        const SystemClock clock;
        std::stop_source stopped;
        stopped.request_stop();
        const auto enrolled = enrol_station(options, "the code", SecretBytes(bytes_of(password)),
                                            clock, stopped.get_token());
        EXPECT_FALSE(enrolled);
        return enrolled.failure().code;
    }

    std::filesystem::path home_;
};

TEST_F(EnrolmentBegin, AWeakPasswordSpendsNoCode) {
    EXPECT_EQ(refusal("aida", "short"), Code::operator_password_weak);
    EXPECT_EQ(refusal("aida", "aaaaaaaaaaaaaaaa"), Code::crypto_password_weak);
    EXPECT_FALSE(std::filesystem::exists(home_ / "station")) << "nothing was begun";
}

TEST_F(EnrolmentBegin, ANameThatIsNoneSpendsNoCode) {
    EXPECT_EQ(refusal("no name", "correct horse battery"), Code::operator_name_invalid);
    EXPECT_FALSE(std::filesystem::exists(home_ / "station"));
}

TEST_F(EnrolmentBegin, AGoodOneIsTakenToTheCentre) {
    const auto code = refusal("aida", "correct horse battery");
    EXPECT_EQ(name_of(code).substr(0, 4), "net.") << name_of(code);
}

} // namespace
} // namespace koltamga::app
