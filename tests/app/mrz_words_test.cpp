// What a clerk reads of a machine readable zone.
#include "app/mrz_words.h"

#include "tests/app/spoken.h"

#include <gmock/gmock.h>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> passport = {"P<KGZASANOVA<<AIPERI<<<<<<<<<<<<<<<<<<<<<<<<",
                                           "PE00000007KGZ0002299F35010141290220000001100"};

domain::Mrz with(std::size_t line, std::size_t position, char letter) {
    auto lines = passport;
    lines[line - 1][position - 1] = letter;
    return domain::parse_mrz_lines(lines, domain::Date::parse("2026-11-22").value());
}

TEST(MrzWords, PointAtTheWrongCheckDigit) {
    const auto mrz = with(2, 10, '8');
    const auto words = mrz_words(mrz, Language::en);
    EXPECT_THAT(words, HasSubstr("line 2, position 10: check digit (document number): 8, right "
                                 "would be 7"));
    EXPECT_THAT(words, HasSubstr("  PE00000008KGZ"));
    EXPECT_THAT(words,
                HasSubstr("\n           ^")); // below the eighth-but-two: two blanks, nine letters
    EXPECT_THAT(words, HasSubstr("line 2, position 44: check digit (whole zone)"));
}

TEST(MrzWords, PointAtAFieldThatCannotBe) {
    EXPECT_THAT(mrz_words(with(2, 21, 'Z'), Language::en), HasSubstr("line 2, position 21: sex"));
    EXPECT_THAT(mrz_words(with(1, 12, '?'), Language::en),
                HasSubstr("line 1, position 12: a character that no zone holds"));
    EXPECT_THAT(mrz_words(with(1, 6, '7'), Language::en), HasSubstr("line 1, position 6: names"));
}

TEST(MrzWords, NameEveryFlawInJsonToo) {
    const auto json = mrz_json(with(2, 10, '8'));
    ASSERT_EQ(json.at("flaws").size(), 2U);
    EXPECT_EQ(json.at("flaws")[0].at("what"), "check-digit document-number");
    EXPECT_EQ(json.at("flaws")[0].at("line"), 2);
    EXPECT_EQ(json.at("flaws")[0].at("position"), 10);
    EXPECT_TRUE(
        mrz_json(domain::parse_mrz_lines(passport, domain::Date::parse("2026-11-22").value()))
            .at("flaws")
            .empty());
}

TEST(MrzJson, HoldsEachFieldInItsPlace) {
    domain::Mrz mrz;
    mrz.status = domain::MrzStatus::read;
    mrz.fields = {"ID",
                  "KGZ",
                  "ASANOV",
                  "USON",
                  true,
                  "ID0000000",
                  "UTO",
                  domain::PartialDate::parse("1990-01-XX"),
                  domain::Sex::female,
                  domain::Date::parse("2035-01-02"),
                  "20101199000008",
                  "SECOND"};
    EXPECT_EQ(mrz_json(mrz).at("fields"), Json::parse(R"({
        "document_code": "ID", "issuing_state": "KGZ", "surname": "ASANOV",
        "given_names": "USON", "names_cut_off": true, "document_number": "ID0000000",
        "nationality": "UTO", "birth_date": "1990-01-XX", "sex": "F", "expires": "2035-01-02",
        "optional_data": "20101199000008", "optional_data_second": "SECOND",
        "pin": "20101199000008"})"));
    mrz.fields.optional_data = "no number";
    EXPECT_TRUE(mrz_json(mrz).at("fields").at("pin").is_null());
}

TEST(MrzWords, AreOfTheLanguageThatIsSpoken) {
    for (const auto language : {Language::ky, Language::ru}) {
        auto words = mrz_words(with(2, 10, '8'), language);
        words = words.substr(words.rfind('^')); // below the zone, whose letters are Latin
        EXPECT_THAT(spoken::english_in(words), IsEmpty()) << words;
    }
}

} // namespace
} // namespace koltamga::app
