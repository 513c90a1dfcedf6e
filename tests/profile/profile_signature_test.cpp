#include "profile/profile_signature.h"

#include "tests/profile/example.h"

namespace koltamga::profile {
namespace {

std::string signed_example() {
    auto text = sign_profile(compose_profile(example()), agency_key());
    EXPECT_TRUE(text);
    return *text;
}

TEST(ProfileSignature, IsALastLineOverEverythingBefore) {
    const auto text = signed_example();
    EXPECT_TRUE(verify_profile(text, agency_spki()));
    const auto line = text.rfind("# signature koltamga-profile-1 ");
    ASSERT_NE(line, std::string::npos);
    EXPECT_EQ(text.find('\n', line), text.size() - 1);
    EXPECT_EQ(text.substr(0, line), compose_profile(example()));
    EXPECT_EQ(*parse_profile(text), example()) << "to TOML it is a comment";

    // As a stranger would check it: the context, then the octets before the line.
    const auto signature = crypto::from_base64(text.substr(line + 31, text.size() - line - 32));
    ASSERT_TRUE(signature);
    EXPECT_TRUE(agency_key().public_key().verify(
        bytes_of("koltamga-profile-1\n" + text.substr(0, line)), *signature));
}

TEST(ProfileSignature, IsReplacedWhenSignedAgain) {
    const auto again = sign_profile(signed_example(), agency_key());
    ASSERT_TRUE(again);
    EXPECT_TRUE(verify_profile(*again, agency_spki()));
    EXPECT_EQ(again->find("# signature"), again->rfind("# signature"));
    const auto unended = sign_profile("a = 1", agency_key());
    ASSERT_TRUE(unended);
    EXPECT_EQ(unended->find("a = 1\n# signature koltamga-profile-1 "), 0U);
    EXPECT_TRUE(verify_profile(*unended, agency_spki()));
    EXPECT_TRUE(sign_profile(std::string(largest_profile + 1, '#'), agency_key())
                    .failed_with(Code::profile_too_large));
}

TEST(ProfileSignature, StandsWithOneLineEndOrNone) {
    const auto good = signed_example();
    EXPECT_TRUE(verify_profile(good.substr(0, good.size() - 1), agency_spki()));
    EXPECT_TRUE(verify_profile(good.substr(0, good.size() - 1) + "\r\n", agency_spki()));
    EXPECT_FALSE(verify_profile(good.substr(0, good.size() - 1) + "\r\r\n", agency_spki()));
    EXPECT_FALSE(verify_profile(good.substr(0, good.size() - 1) + " \n", agency_spki()));
}

TEST(ProfileSignature, IsMadeForAsMuchAsCanBeRead) {
    std::string text(largest_profile, '#');
    text.back() = '\n';
    EXPECT_TRUE(sign_profile(text, agency_key()));
    text.insert(0, "#");
    EXPECT_TRUE(sign_profile(text, agency_key()).failed_with(Code::profile_too_large));
}

TEST(ProfileSignature, NoticesAnyChangedOctet) {
    const auto good = signed_example();
    const auto line = good.rfind("# signature");
    for (std::size_t at = 0; at < good.size() - 1; at += at < line ? 97 : 1) {
        auto changed = good;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(verify_profile(changed, agency_spki())) << at;
    }
}

TEST(ProfileSignature, IsMissedWhereItIsNotTheLastLine) {
    const auto good = signed_example();
    for (const auto& text : {std::string(), std::string("\n"), compose_profile(example()),
                             good + "[rules]\nfull_age = 14\n", good + "#\n", good + "\n",
                             " " + good.substr(good.rfind("# signature"))}) {
        EXPECT_TRUE(verify_profile(text, agency_spki()).failed_with(Code::profile_unsigned))
            << text.substr(0, 30);
    }
    EXPECT_TRUE(verify_profile(good.substr(good.rfind("# signature")), agency_spki())
                    .failed_with(Code::profile_signature_wrong));
    EXPECT_TRUE(verify_profile("# koltamga\n" + good, agency_spki())
                    .failed_with(Code::profile_signature_wrong));
}

TEST(ProfileSignature, OfAnotherKeyIsWrong) {
    const auto other = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    const auto forged = sign_profile(compose_profile(example()), other);
    ASSERT_TRUE(forged);
    EXPECT_TRUE(verify_profile(*forged, agency_spki()).failed_with(Code::profile_signature_wrong));
    for (const auto* key : {"", "AAAA", "not base64"}) {
        EXPECT_TRUE(
            verify_profile(signed_example(), key).failed_with(Code::profile_signature_wrong));
    }
}

TEST(ProfileSuccession, RemembersWhatItHangsOn) {
    const PinnedProfile expected = {"practice", 7, agency_spki(), true};
    EXPECT_EQ(pin_of(example()), expected);
}

TEST(ProfileSuccession, NeverGoesBack) {
    const auto pinned = pin_of(example());
    auto next = example();
    EXPECT_TRUE(check_succession(pinned, next));
    next.version = 8;
    EXPECT_TRUE(check_succession(pinned, next));
    next.version = 6;
    const auto older = check_succession(pinned, next);
    ASSERT_TRUE(older.failed_with(Code::profile_older));
    EXPECT_EQ(older.failure().detail, "version 6 known 7");
}

TEST(ProfileSuccession, StaysWithItsOfficeAgencyAndKind) {
    const auto pinned = pin_of(example());
    auto other = example();
    other.id = "elsewhere";
    EXPECT_EQ(check_succession(pinned, other).failure().detail, "id");
    other = example();
    other.practice = false;
    EXPECT_EQ(check_succession(pinned, other).failure().detail, "practice");
    other = example();
    other.agency_key = "AAAA";
    other.version = 1;
    EXPECT_EQ(check_succession(pinned, other).failure().detail, "agency-key");
    EXPECT_TRUE(check_succession(pinned, other).failed_with(Code::profile_other));
}

} // namespace
} // namespace koltamga::profile
