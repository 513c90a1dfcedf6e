// Signing a profile at the terminal, and what the profile says of the line to the centre.
#include "app/ctl.h"
#include "app/station.h"
#include "base/file.h"
#include "tests/profile/example.h"

#include <gtest/gtest.h>

#include <sstream>

namespace koltamga::app {
namespace {

class ProfileLine : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::path(testing::TempDir()) / "profile-line";
        std::filesystem::remove_all(folder_);
        ASSERT_TRUE(make_private_folder(folder_));
        const auto key = profile::agency_key().pkcs8();
        write("agency.key", crypto::to_pem("PRIVATE KEY", key.view()));
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const char* name, const std::string& text) const {
        ASSERT_TRUE(write_file(folder_ / name, bytes_of(text)));
    }
    std::string kept() const {
        return text_of(read_file(folder_ / "profile.toml", 100'000).value());
    }

    int sign(const char* key) const {
        const auto file = (folder_ / "profile.toml").string();
        const auto key_file = (folder_ / key).string();
        const char* line[] = {"koltamgactl", "profile", "sign",
                              file.c_str(),  "--key",   key_file.c_str()};
        std::ostringstream out;
        std::ostringstream err;
        return run_koltamgactl(static_cast<int>(std::size(line)), line, out, err);
    }

    std::filesystem::path folder_;
};

TEST_F(ProfileLine, SignsAProfileThatStationsCanRead) {
    write("profile.toml", profile::shortest());
    EXPECT_EQ(sign("agency.key"), 0);
    EXPECT_TRUE(profile::verify_profile(kept(), profile::agency_spki()));
    EXPECT_EQ(sign("agency.key"), 0) << "the earlier signature is replaced";
    EXPECT_TRUE(profile::verify_profile(kept(), profile::agency_spki()));
}

TEST_F(ProfileLine, LeavesAProfileAloneThatNoStationCanRead) {
    for (const auto& text : {std::string("no profile"), std::string("[profile]\nid = \"x\"\n")}) {
        write("profile.toml", text);
        EXPECT_EQ(sign("agency.key"), 2);
        EXPECT_EQ(kept(), text);
    }
    write("profile.toml", profile::shortest());
    write("other.key", "no key");
    EXPECT_NE(sign("other.key"), 0);
    EXPECT_NE(sign("none.key"), 0);
    EXPECT_EQ(kept(), profile::shortest());
}

TEST(LineToTheCentre, IsAsTheProfileSays) {
    auto profile = profile::example();
    profile.limits.connect_timeout = std::chrono::milliseconds(1234);
    profile.limits.request_timeout = std::chrono::milliseconds(5678);
    profile.limits.answer_octets = 98'765;
    const auto certificate = certificate_of(profile::a_certificate()).value();
    const auto http = http_as(profile, {certificate, certificate, certificate, certificate},
                              profile::agency_key());
    EXPECT_EQ(http.server, profile.endpoints.centre);
    EXPECT_EQ(http.connect_timeout, std::chrono::milliseconds(1234));
    EXPECT_EQ(http.total_timeout, std::chrono::milliseconds(5678));
    EXPECT_EQ(http.largest_answer, 98'765U);
    EXPECT_EQ(http.tls.roots, std::vector<Bytes>{certificate.der()});
    ASSERT_TRUE(http.tls.identity);
    EXPECT_EQ(http.tls.identity->certificates,
              (std::vector<Bytes>{certificate.der(), certificate.der()}));
    EXPECT_EQ(text_of(http.tls.identity->key.view()),
              text_of(profile::agency_key().pkcs8().view()));
}

} // namespace
} // namespace koltamga::app
