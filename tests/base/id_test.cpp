#include "base/id.h"

#include <gtest/gtest.h>

namespace koltamga {
namespace {

TEST(Id, SpellsTenOctetsInFourGroupsOfFour) {
    const std::array<std::uint8_t, 10> octets = {0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff};
    EXPECT_EQ(ApplicationId::from_random(octets).text(), "0000-0001-ZZZZ-ZZZZ");
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
