#include "desk/typed_date.h"

#include <gtest/gtest.h>

namespace koltamga::desk {
namespace {

TEST(TypedDate, IsReadHoweverTheClerkDividesIt) {
    for (const char* typed : {"22.11.2026", "22112026", "22 11 2026", "22/11/2026", "22-11-2026"}) {
        const auto date = typed_date(typed);
        ASSERT_TRUE(date) << typed;
        EXPECT_EQ(date->iso(), "2026-11-22") << typed;
    }
}

TEST(TypedDate, IsNeverGuessed) {
    for (const char* typed :
         {"", "22.11.26", "221126", "2026-11-22", "31.02.2026", "1.1.2026", "22.11.2026 ",
          "22.13.2026", "aa.bb.cccc", "00.00.0000", "22..2026", "2211202", "221120266"}) {
        EXPECT_FALSE(typed_date(typed)) << typed;
    }
}

TEST(TypedBirthDate, MayHaveUnknownPartsInEitherAlphabet) {
    const std::pair<const char*, const char*> cases[] = {
        {"12.04.1961", "1961-04-12"}, {"XX.04.1961", "1961-04-XX"}, {"xx.xx.1961", "1961-XX-XX"},
        {"ХХ.ХХ.1961", "1961-XX-XX"}, {"хх 04 1961", "1961-04-XX"}, {"1961", "1961-XX-XX"}};
    for (const auto& [typed, iso] : cases) {
        const auto date = typed_birth_date(typed);
        ASSERT_TRUE(date) << typed;
        EXPECT_EQ(date->iso(), iso) << typed;
    }
}

TEST(TypedBirthDate, IsNoDateWithoutAYear) {
    for (const char* typed : {"", "XX.XX.XXXX", "12.04", "196", "19611", "X.04.1961", "12.XX.19",
                              "12-04", "XX.13.1961", "31.02.1961"}) {
        EXPECT_FALSE(typed_birth_date(typed)) << typed;
    }
}

} // namespace
} // namespace koltamga::desk
