// The letters of the trade, one by one, and the spellings of each.
#include "domain/document.h"
#include "domain/names.h"
#include "domain/text.h"

#include <gtest/gtest.h>

namespace koltamga::domain {
namespace {

TEST(Letters, ThatLookAlikeArePutRightInBothScripts) {
    const std::u32string cyrillic = U"АВЕКМНОРСТУХІЈ";
    const std::u32string latin = U"ABEKMHOPCTYXIJ";
    for (std::size_t i = 0; i < cyrillic.size(); ++i) {
        EXPECT_EQ(latin_look_alike(cyrillic[i]), latin[i]) << i;
        EXPECT_EQ(cyrillic_look_alike(latin[i]), cyrillic[i]) << i;
    }
    for (const char32_t other : std::u32string(U"БГДЖЗQWZ7")) {
        EXPECT_EQ(latin_look_alike(other), other);
        EXPECT_EQ(cyrillic_look_alike(other), other);
    }
}

TEST(Letters, HaveCapitals) {
    const std::u32string small = U"azаяёңөүі";
    const std::u32string large = U"AZАЯЁҢӨҮІ";
    for (std::size_t i = 0; i < small.size(); ++i) {
        EXPECT_EQ(capital(small[i]), large[i]) << i;
        EXPECT_EQ(capital(large[i]), large[i]) << i;
    }
    EXPECT_EQ(capital(U'`'), U'`');
    EXPECT_EQ(capital(U'{'), U'{');
    EXPECT_EQ(capital(U'ђ'), U'ђ');
}

TEST(Letters, OfEachAlphabetAreCountedExactly) {
    int latin = 0;
    int cyrillic = 0;
    for (char32_t c = 0; c < 0x600; ++c) {
        latin += is_latin_capital(c) ? 1 : 0;
        cyrillic += is_cyrillic_capital(c) ? 1 : 0;
    }
    EXPECT_EQ(latin, 26);
    EXPECT_EQ(cyrillic, 36);
    for (const char32_t c : std::u32string(U"АЯЁҢӨҮ")) {
        EXPECT_TRUE(is_cyrillic_capital(c));
    }
}

TEST(Marks, OfTypographersBecomePlain) {
    for (const char32_t hyphen : {U'\u2010', U'\u2011', U'\u2013', U'-'}) {
        EXPECT_EQ(plain_mark(hyphen), U'-');
    }
    for (const char32_t apostrophe : {U'\u2018', U'\u2019', U'\u02BC', U'`', U'\''}) {
        EXPECT_EQ(plain_mark(apostrophe), U'\'');
    }
    EXPECT_EQ(plain_mark(U'\u00A0'), U' ');
    EXPECT_EQ(plain_mark(U'\u2014'), U'\u2014');
    EXPECT_EQ(plain_mark(U'A'), U'A');
}

TEST(Blanks, StandSinglyAndOnlyInside) {
    EXPECT_EQ(single_blanks(U"  a  b   c "), U"a b c");
    EXPECT_EQ(single_blanks(U"a"), U"a");
    EXPECT_EQ(single_blanks(U" "), U"");
    EXPECT_EQ(single_blanks(U""), U"");
}

TEST(Utf8, IsReadAtTheEdgesOfEachLength) {
    const std::pair<const char*, char32_t> edges[] = {{"\x7f", 0x7F},
                                                      {"\xc2\x80", 0x80},
                                                      {"\xdf\xbf", 0x7FF},
                                                      {"\xe0\xa0\x80", 0x800},
                                                      {"\xed\x9f\xbf", 0xD7FF},
                                                      {"\xee\x80\x80", 0xE000},
                                                      {"\xef\xbf\xbf", 0xFFFF},
                                                      {"\xf0\x90\x80\x80", 0x10000},
                                                      {"\xf4\x8f\xbf\xbf", 0x10FFFF}};
    for (const auto& [text, point] : edges) {
        ASSERT_TRUE(code_points(text)) << static_cast<std::uint32_t>(point);
        EXPECT_EQ(*code_points(text), std::u32string(1, point));
        EXPECT_EQ(utf8(std::u32string(1, point)), text);
    }
    for (const auto* text :
         {"\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
          "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xc2\x41", "\xe2\x82\x41", "\xc2\xc2"}) {
        EXPECT_FALSE(code_points(text)) << text;
    }
}

TEST(Spellings, OfEachLetterAreThoseOfThreeDecades) {
    const std::pair<const char*, std::vector<const char*>> table[] = {
        {"А", {"A"}},
        {"Б", {"B"}},
        {"В", {"V", "W"}},
        {"Г", {"G", "GH"}},
        {"Д", {"D"}},
        {"Е", {"E", "YE", "IE", "JE"}},
        {"Ё", {"E", "YO", "IO", "JO"}},
        {"Ж", {"ZH", "J", "DJ", "DZH"}},
        {"З", {"Z"}},
        {"И", {"I", "Y"}},
        {"Й", {"I", "Y", "J", ""}},
        {"К", {"K", "C", "Q"}},
        {"Л", {"L"}},
        {"М", {"M"}},
        {"Н", {"N"}},
        {"Ң", {"N", "NG"}},
        {"О", {"O"}},
        {"Ө", {"O", "OE"}},
        {"П", {"P"}},
        {"Р", {"R"}},
        {"С", {"S"}},
        {"Т", {"T"}},
        {"У", {"U", "OU"}},
        {"Ү", {"U", "UE", "Y"}},
        {"Ф", {"F", "PH"}},
        {"Х", {"KH", "H", "X"}},
        {"Ц", {"TS", "C", "TC"}},
        {"Ч", {"CH", "TCH"}},
        {"Ш", {"SH"}},
        {"Щ", {"SHCH", "SCH", "SH"}},
        {"Ъ", {"", "IE"}},
        {"Ы", {"Y", "I"}},
        {"Ь", {""}},
        {"Э", {"E"}},
        {"Ю", {"IU", "YU", "U", "JU"}},
        {"Я", {"IA", "YA", "A", "JA"}},
    };
    for (const auto& [letter, spellings] : table) {
        const auto cyrillic = std::string("Б") + letter + "Б";
        for (const auto* spelling : spellings) {
            EXPECT_TRUE(spells_loosely(std::string("B") + spelling + "B", cyrillic))
                << letter << ' ' << spelling;
        }
        EXPECT_FALSE(spells_loosely("BQQB", cyrillic)) << letter;
    }
}

TEST(Spellings, OfOneNameFoldAlike) {
    const std::pair<const char*, const char*> pairs[] = {
        {"BDZHB", "BJB"}, {"BZHB", "BJB"}, {"BDJB", "BJB"},   {"BJB", "BYB"},
        {"BYB", "BIB"},   {"BIIB", "BIB"}, {"BIUB", "BUB"},   {"BIAB", "BAB"},
        {"BIOB", "BOB"},  {"BIEB", "BEB"}, {"BOEB", "BOB"},   {"BUEB", "BUB"},
        {"BNGB", "BNB"},  {"BKHB", "BHB"}, {"BSCHB", "BSHB"}, {"BYAYAB", "BAAB"}};
    for (const auto& [one, other] : pairs) {
        EXPECT_TRUE(same_loosely(one, other)) << one;
        EXPECT_TRUE(same_loosely(other, one)) << one;
    }
    for (const auto& [one, other] : {std::pair{"BAB", "BOB"}, {"BSB", "BZB"}, {"BGB", "BNB"}}) {
        EXPECT_FALSE(same_loosely(one, other)) << one;
    }
}

TEST(Spellings, OfACyrillicNameForgiveWhatMayStandBetweenLetters) {
    EXPECT_TRUE(same_cyrillic_loosely("Семен", "Семён"));
    EXPECT_TRUE(same_cyrillic_loosely("Абды\u2010Керим", "Абды-Керим"));
    EXPECT_FALSE(same_cyrillic_loosely("Асанов", ""));
}

TEST(Names, HoldMarksOnlyBetweenLetters) {
    for (const auto* good : {"A-B", "A'B", "A B", "A-B-C", "A'B C"}) {
        EXPECT_TRUE(latin_name(good)) << good;
    }
    for (const auto* bad : {"-A", "A-", "'A", "A'", "A--B", "A-'B", "A- B", "A -B", "-"}) {
        EXPECT_TRUE(latin_name(bad).failed_with(Code::name_letter)) << bad;
    }
    EXPECT_EQ(latin_name("A- B").failure().detail, "position 3");
    EXPECT_EQ(latin_name("\xff").failure().detail, "position 0");
    EXPECT_EQ(latin_name(std::string(65, 'A')).failure().detail, "letters 65");
    std::string longest;
    for (int i = 0; i < 64; ++i) {
        longest += "Ө";
    }
    EXPECT_TRUE(cyrillic_name(longest)) << "letters, not octets";
    EXPECT_TRUE(cyrillic_name(longest + "Ө").failed_with(Code::name_too_long));
}

TEST(DocumentNumber, HasASeriesOfOneToThreeLetters) {
    for (const auto* good : {"A00000000", "AB0000000", "ABC000000"}) {
        ASSERT_TRUE(parse_document_number(good)) << good;
        EXPECT_EQ(parse_document_number(good)->text(), good);
    }
    EXPECT_FALSE(parse_document_number("ABCD00000"));
    EXPECT_EQ(parse_document_number("ID000").failure().detail, "characters 5");
}

TEST(DocumentTypes, AreThoseOfTheCountry) {
    const std::vector<DocumentType> expected = {
        {"id-card", "2004", "I", {"AN"}, 7, false, true},
        {"id-card", "2017", "I", {"ID"}, 7, true, true},
        {"passport", "2006", "P", {"AC", "AD", "AS"}, 7, false, true},
        {"passport", "2020", "P", {"PE", "PD", "PS"}, 7, true, true}};
    EXPECT_EQ(default_document_types(), expected);
    const std::vector<DocumentType> nameless = {
        {.id = "x", .edition = {}, .mrz_code = {}, .series = {"ID"}}};
    EXPECT_FALSE(document_type_id(nameless, "ID", "ID")) << "a kind without a code fits no zone";
}

} // namespace
} // namespace koltamga::domain
