#include "desk/strength.h"

#include <gtest/gtest.h>

namespace koltamga::desk {
namespace {

TEST(Strength, IsSaidInWordsAndAgreesWithWhatTheStationRefuses) {
    const std::pair<const char*, Standing> cases[] = {{"", Standing::untouched},
                                                      {"1", Standing::wrong},
                                                      {"komuz12", Standing::wrong},
                                                      {"komuz123", Standing::odd},
                                                      {"12345678", Standing::wrong},
                                                      {"87654321", Standing::wrong},
                                                      {"abcdefghijklmno", Standing::wrong},
                                                      {"aaaaaaaaaaaaaaaa", Standing::wrong},
                                                      {"abcabcabcabcabc", Standing::wrong},
                                                      {"ала-тоо1", Standing::odd},
                                                      {"ала-тоо", Standing::wrong},
                                                      {"Ala-Too 4876 m", Standing::good},
                                                      {"Ala-Too 4876 ", Standing::odd}};
    for (const auto& [password, standing] : cases) {
        const auto judged = strength_of(bytes_of(std::string_view(password)), 8);
        EXPECT_EQ(judged.standing, standing) << password;
        EXPECT_EQ(judged.says[0].empty(), standing == Standing::untouched) << password;
    }
}

TEST(Strength, AsksForAsManyCharactersAsTheOfficeDoes) {
    EXPECT_EQ(strength_of(bytes_of("komuz-12345"), 12).standing, Standing::wrong);
    EXPECT_EQ(strength_of(bytes_of("komuz-12345"), 12).says[2],
              "Too short: at least 12 characters");
}

} // namespace
} // namespace koltamga::desk
