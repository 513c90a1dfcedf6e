#include "base/id.h"

#include <gtest/gtest.h>

namespace koltamga {
namespace {

TEST(Id, SpellsTenOctetsInFourGroupsOfFour) {
    const std::array<std::uint8_t, 10> octets = {0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff};
    EXPECT_EQ(ApplicationId::from_random(octets).text(), "0000-0001-ZZZZ-ZZZZ");
}

TEST(Id, SpellsEachFiveBitsInCrockfordsAlphabet) {
    const std::array<std::uint8_t, 10> octets = {0x00, 0x44, 0x32, 0x14, 0xc7,
                                                 0x42, 0x54, 0xb6, 0x35, 0xcf};
    EXPECT_EQ(ApplicationId::from_random(octets).text(), "0123-4567-89AB-CDEF");
    const std::array<std::uint8_t, 10> others = {0x84, 0x65, 0x3a, 0x56, 0xd7,
                                                 0xc6, 0x75, 0xbe, 0x77, 0xdf};
    EXPECT_EQ(ApplicationId::from_random(others).text(), "GHJK-MNPQ-RSTV-WXYZ");
}

TEST(Id, IsReadInAnyCaseAndWithoutItsHyphens) {
    for (const auto* typed : {"0123-4567-89AB-CDEF", "0123456789abcdef", "o1i3-4567-89ab-cdef",
                              "0l23-4567-89AB-CDEF", "-0123--4567-89AB-CDEF-"}) {
        ASSERT_TRUE(ApplicationId::parse(typed)) << typed;
    }
    EXPECT_EQ(ApplicationId::parse("oOiI-lL67-89AB-CDEF")->text(), "0011-1167-89AB-CDEF");
    EXPECT_LT(*ApplicationId::parse("0123456789abcdef"), *ApplicationId::parse("GHJKMNPQRSTVWXYZ"));
}

TEST(Id, ReadsWhatAClerkTypes) {
    const auto id = ApplicationId::parse("7k3mOqxt9b2ehn4w");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->text(), "7K3M-0QXT-9B2E-HN4W");
}

TEST(Id, RefusesWhatIsNoId) {
    for (const auto* text : {"", "7K3M", "7K3M-0QXT-9B2E-HN4", "7K3M-0QXT-9B2E-HN4WW",
                             "7K3M-0QXT-9B2E-HN4U", "7K3M 0QXT 9B2E HN4W", "../../../etc/pass"}) {
        EXPECT_FALSE(ApplicationId::parse(text)) << text;
    }
}

} // namespace
} // namespace koltamga
