#include "domain/names.h"

#include "domain/text.h"

#include <gtest/gtest.h>

namespace koltamga::domain {
namespace {

TEST(LatinName, IsMadeCapitalAndPlain) {
    const struct {
        const char* given;
        const char* name;
    } table[] = {
        {"ASANOV", "ASANOV"},
        {"Asanov", "ASANOV"},
        {"  Nur  Uulu ", "NUR UULU"},
        {"Abdy\u2010Kerim", "ABDY-KERIM"},
        {"O\u2019Connor", "O'CONNOR"},
        {"O'Connor", "O'CONNOR"},
        {"A", "A"},
    };
    for (const auto& row : table) {
        const auto name = latin_name(row.given);
        ASSERT_TRUE(name) << row.given;
        EXPECT_EQ(*name, row.name);
    }
}

TEST(LatinName, RefusesWhatIsNoLatinName) {
    const struct {
        std::string given;
        Code code;
    } table[] = {
        {"", Code::name_empty},
        {"   ", Code::name_empty},
        {std::string(65, 'A'), Code::name_too_long},
        {"АСАНОВ", Code::name_letter}, // Cyrillic
        {"ASAN0V", Code::name_letter}, // a zero
        {"ASАNOV", Code::name_letter}, // one Cyrillic А among Latin letters
        {"ASANOV<", Code::name_letter},
        {"-ASANOV", Code::name_letter},
        {"ASANOV-", Code::name_letter},
        {"ASA--NOV", Code::name_letter},
        {"ASANOV, U", Code::name_letter},
        {"ASANOV\n", Code::name_letter},
        {"Müller", Code::name_letter},
        {"\xff\xfe", Code::name_letter},
        {"A\xc0\x80", Code::name_letter},
        {"ASANOV\xe2\x80", Code::name_letter},
    };
    for (const auto& row : table) {
        const auto name = latin_name(row.given);
        ASSERT_FALSE(name) << row.given;
        EXPECT_EQ(name_of(name.failure().code), name_of(row.code)) << row.given;
    }
    EXPECT_TRUE(latin_name(std::string(64, 'A')));
    EXPECT_EQ(latin_name("ASAN0V").failure().detail, "position 5");
}

TEST(CyrillicName, KnowsTheKyrgyzLetters) {
    for (const auto* name : {"Асанов", "Жаныбаевич", "Өмүрбек", "Таңатар", "Үсөн кызы", "Ёлкин",
                             "АЛЫМБЕКОВА", "Абды-Керим"}) {
        ASSERT_TRUE(cyrillic_name(name)) << name;
        EXPECT_EQ(*cyrillic_name(name), name);
    }
    for (const auto* name : {"Asanov", "Асанoв", "Асанов1", "Їжак", "Ґ", "", "Асанов?"}) {
        EXPECT_FALSE(cyrillic_name(name)) << name;
    }
}

TEST(Spelling, FollowsNoOneRuleAndIsComparedLoosely) {
    const struct {
        const char* latin;
        const char* cyrillic;
        bool alike;
    } table[] = {
        {"ASANOV", "Асанов", true},
        {"USON", "Усон", true},
        {"ZHUMABEK", "Жумабек", true},
        {"JUMABEK", "Жумабек", true},
        {"DJUMABEK", "Жумабек", true},
        {"AIPERI", "Айпери", true},
        {"AYPERI", "Айпери", true},
        {"AJPERI", "Айпери", true},
        {"KHASAN", "Хасан", true},
        {"HASAN", "Хасан", true},
        {"IULIIA", "Юлия", true},
        {"YULIYA", "Юлия", true},
        {"OMURBEK", "Өмүрбек", true},
        {"OEMUERBEK", "Өмүрбек", true},
        {"TANATAR", "Таңатар", true},
        {"TANGATAR", "Таңатар", true},
        {"JANYBAEVICH", "Жаныбаевич", true},
        {"SHCHERBAKOV", "Щербаков", true},
        {"OLGA", "Ольга", true},
        {"USON JANYBAEVICH", "Усон Жаныбаевич", true},
        {"SADYROV", "Асанов", false},
        {"ASANOV", "Асанова", false},
        {"ASANOVA", "Асанов", false},
        {"USEN", "Усон", false},
        {"", "Асанов", false},
        {"ASANOV", "", false},
        {"ASAN", "Асанов", false},
        {"BERMET", "Бакыт", false},
    };
    for (const auto& row : table) {
        EXPECT_EQ(spells_loosely(row.latin, row.cyrillic), row.alike)
            << row.latin << ' ' << row.cyrillic;
    }
}

TEST(Spelling, OfTwoLatinNamesMayDifferAsItDoesInPassports) {
    const struct {
        const char* one;
        const char* other;
        bool alike;
    } table[] = {
        {"ZHUMABEK", "JUMABEK", true},
        {"DJUMABEK", "ZHUMABEK", true},
        {"ABDY-KERIM", "ABDY KERIM", true},
        {"O'CONNOR", "OCONNOR", true},
        {"AIPERI", "AYPERI", true},
        {"KHASAN", "HASAN", true},
        {"IULIIA", "YULIYA", true},
        {"asanov", "ASANOV", true},
        {"ASANOV", "ASANOVA", false},
        {"ASANOV", "USENOV", false},
        {"A", "", false},
    };
    for (const auto& row : table) {
        EXPECT_EQ(same_loosely(row.one, row.other), row.alike) << row.one << ' ' << row.other;
        EXPECT_EQ(same_loosely(row.other, row.one), row.alike);
    }
    EXPECT_TRUE(same_loosely("NURMAMBET", "NURMAMBETOVA", true)) << "cut off in the zone";
    EXPECT_FALSE(same_loosely("NURMAMBETOVA", "NURMAMBET", true));
    EXPECT_FALSE(same_loosely("", "NURMAMBET", true));
}

TEST(Spelling, OfCyrillicNamesForgivesCaseAndYo) {
    EXPECT_TRUE(same_cyrillic_loosely("АСАНОВ", "Асанов"));
    EXPECT_TRUE(same_cyrillic_loosely("Семёнов", "СЕМЕНОВ"));
    EXPECT_TRUE(same_cyrillic_loosely("Абды-Керим", "Абды Керим"));
    EXPECT_FALSE(same_cyrillic_loosely("Асанов", "Асанова"));
    EXPECT_FALSE(same_cyrillic_loosely("Өмүрбек", "Омурбек"));
}

TEST(Issuer, IsReadWhateverScriptItsLettersAreIn) {
    for (const auto* text : {"МКК 211011", "MKK 211011", "МKК211011", "mkk 211011", "мкк211011",
                             " MKК  211011 ", "МКК\u00A0211011"}) {
        EXPECT_EQ(normalise_issuer(text), "МКК 211011") << text;
    }
    EXPECT_EQ(normalise_issuer("50-07"), "50-07");
    for (const auto* text : {"", "MKK", "MKK 21101", "MKK 2110111", "NKK 211011", "5007", "50-7",
                             "50--7", "500-7", "MKK 21101O", "\xff"}) {
        EXPECT_FALSE(normalise_issuer(text)) << text;
    }
}

TEST(Text, IsRefusedUnlessItIsUtf8InItsShortestForm) {
    for (const auto* text : {"", "a", "Ң", "€", "😀", "aҢ€😀"}) {
        ASSERT_TRUE(code_points(text)) << text;
        EXPECT_EQ(utf8(*code_points(text)), text);
    }
    for (const auto* text : {"\x80", "\xc2", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80",
                             "\xf4\x90\x80\x80", "\xf0\x80\x80\xaf", "\xff", "a\xe2\x82"}) {
        EXPECT_FALSE(code_points(text));
    }
}

} // namespace
} // namespace koltamga::domain
