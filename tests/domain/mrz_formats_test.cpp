// Every format of the zone against lines that were written out by the standard's tables (ICAO
// 9303-3 to -7), not by our own composer.
#include "domain/mrz.h"
#include "tests/domain/day.h"

namespace koltamga::domain {
namespace {

MrzFields fields(const char* code, const char* data) {
    MrzFields fields;
    fields.document_code = code;
    fields.issuing_state = "KGZ";
    fields.surname = "ASANOV";
    fields.given_names = "USON";
    fields.document_number = "ID0000000";
    fields.nationality = "KGZ";
    fields.birth_date = day("1990-01-01");
    fields.sex = Sex::male;
    fields.expires = day("2035-01-01");
    fields.optional_data = data;
    return fields;
}

struct Specimen {
    MrzFormat format;
    std::vector<std::string> lines;
    MrzFields fields;
    std::vector<std::string> checks; // name, line and position of each
};

std::vector<Specimen> specimens() {
    auto card = fields("ID", man);
    card.optional_data_second = "SECOND 2";
    return {
        {MrzFormat::td1,
         {"IDKGZID0000000520101199000008<", "9001011M3501014KGZSECOND<2<<<7",
          "ASANOV<<USON<<<<<<<<<<<<<<<<<<"},
         card,
         {"document-number 1 15", "birth-date 2 7", "expiry-date 2 15", "composite 2 30"}},
        {MrzFormat::td2,
         {"I<KGZASANOV<<USON<<<<<<<<<<<<<<<<<<<", "ID00000005KGZ9001011M3501014ABC<1237"},
         fields("I", "ABC 123"), // to the last place, which counts too
         {"document-number 2 10", "birth-date 2 20", "expiry-date 2 28", "composite 2 36"}},
        {MrzFormat::td3,
         {"P<KGZASANOV<<USON<<<<<<<<<<<<<<<<<<<<<<<<<<<",
          "ID00000005KGZ9001011M35010142010119900000832"},
         fields("P", man),
         {"document-number 2 10", "birth-date 2 20", "expiry-date 2 28", "optional-data 2 43",
          "composite 2 44"}},
        {MrzFormat::mrv_a,
         {"V<KGZASANOV<<USON<<<<<<<<<<<<<<<<<<<<<<<<<<<",
          "ID00000005KGZ9001011M3501014ABCDEFGHIJKLMNOP"},
         fields("V", "ABCDEFGHIJKLMNOP"),
         {"document-number 2 10", "birth-date 2 20", "expiry-date 2 28"}},
        {MrzFormat::mrv_b,
         {"V<KGZASANOV<<USON<<<<<<<<<<<<<<<<<<<", "ID00000005KGZ9001011M3501014ABCDEFGH"},
         fields("V", "ABCDEFGH"),
         {"document-number 2 10", "birth-date 2 20", "expiry-date 2 28"}},
    };
}

TEST(MrzFormats, AreReadAsTheStandardWritesThem) {
    for (const auto& one : specimens()) {
        const auto mrz = parse_mrz_lines(one.lines, today);
        EXPECT_EQ(mrz.status, MrzStatus::read) << to_text(one.format) << ' ' << mrz.reason;
        EXPECT_EQ(mrz.format, one.format);
        EXPECT_EQ(mrz.fields, one.fields) << to_text(one.format);
        std::vector<std::string> checks;
        for (const auto& check : mrz.checks) {
            checks.push_back(check.name + ' ' + std::to_string(check.line) + ' ' +
                             std::to_string(check.position));
        }
        EXPECT_EQ(checks, one.checks) << to_text(one.format);
    }
}

TEST(MrzFormats, AreWrittenAsTheStandardWritesThem) {
    for (const auto& one : specimens()) {
        const auto lines = compose_mrz(one.format, one.fields);
        ASSERT_TRUE(lines) << to_text(one.format) << lines.failure().detail;
        EXPECT_EQ(*lines, one.lines) << to_text(one.format);
    }
}

TEST(MrzFormats, HaveNames) {
    EXPECT_EQ(to_text(MrzFormat::td1), "TD1");
    EXPECT_EQ(to_text(MrzFormat::td2), "TD2");
    EXPECT_EQ(to_text(MrzFormat::td3), "TD3");
    EXPECT_EQ(to_text(MrzFormat::mrv_a), "MRV-A");
    EXPECT_EQ(to_text(MrzFormat::mrv_b), "MRV-B");
    EXPECT_EQ(to_text(MrzStatus::read), "read");
    EXPECT_EQ(to_text(MrzStatus::refused), "refused");
    EXPECT_EQ(to_text(MrzStatus::none), "none");
}

TEST(MrzFormats, BeginWithTheirOwnLetters) {
    const auto first_letters = [](const Specimen& one) {
        std::string letters;
        for (char c = 'A'; c <= 'Z'; ++c) {
            auto lines = one.lines;
            lines[0][0] = c;
            if (parse_mrz_lines(lines, today).format == one.format) {
                letters += c;
            }
        }
        return letters;
    };
    const std::vector<std::string> expected = {"ACI", "ACI", "P", "V", "V"};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(first_letters(specimens()[i]), expected[i]);
    }
}

// What is not used may be a filler instead of a zero, but only where nothing stands (9303-4).
TEST(MrzFormats, OfAPassportWithoutDataMayLeaveItsCheckDigitOut) {
    auto bare = fields("P", "");
    auto lines = compose_mrz(MrzFormat::td3, bare).value();
    EXPECT_EQ(lines[1][42], '0');
    lines[1][42] = '<';
    EXPECT_EQ(parse_mrz_lines(lines, today).status, MrzStatus::read);
    auto full = compose_mrz(MrzFormat::td3, fields("P", man)).value();
    full[1][42] = '<';
    EXPECT_EQ(parse_mrz_lines(full, today).status, MrzStatus::refused);
    auto birth = compose_mrz(MrzFormat::td3, bare).value();
    birth[1].replace(13, 7, "<<<<<<<");
    EXPECT_EQ(parse_mrz_lines(birth, today).status, MrzStatus::refused) << "not elsewhere";
}

TEST(MrzFormats, CutNamesLetterByLetterFromTheLongestPart) {
    const struct {
        const char *surname, *given, *line;
    } table[] = {
        {"ABDYKERIM-UULU", "KURMANBEK TEMIRLAN", "ABDYKERIM<UULU<<KURMAN<TEMIRLA"},
        {"NURMAMBETOVA KARYPBAEVA AZATOVNA", "AIPERI", "NURMAMBE<KARYPBAEV<AZATOVNA<<A"},
        {"O'CONNOR", "MARY-ANN", "OCONNOR<<MARY<ANN<<<<<<<<<<<<<"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCD"},
        {"ABCDEFGHIJKLMNOPQRSTUVWX", "USON", "ABCDEFGHIJKLMNOPQRSTUVWX<<USON"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "USON", "ABCDEFGHIJKLMNOPQRSTUVWXYZ<<US"},
    };
    for (const auto& row : table) {
        auto names = fields("ID", man);
        names.surname = row.surname;
        names.given_names = row.given;
        EXPECT_EQ(compose_mrz(MrzFormat::td1, names).value()[2], row.line);
    }
}

TEST(MrzFormats, WriteALongNumberAsTheStandardDoes) { // 9303-5, 4.2.2, note j
    auto long_number = fields("ID", "AB1");
    long_number.document_number = "D23145890734";
    EXPECT_EQ(compose_mrz(MrzFormat::td1, long_number).value()[0],
              "IDKGZD23145890<7349<AB1<<<<<<<");
    auto alone = fields("ID", "");
    alone.document_number = "D23145890734";
    const auto lines = compose_mrz(MrzFormat::td1, alone).value();
    EXPECT_EQ(lines[0], "IDKGZD23145890<7349<<<<<<<<<<<");
    const auto mrz = parse_mrz_lines(lines, today);
    EXPECT_EQ(mrz.fields.document_number, "D23145890734");
    EXPECT_EQ(mrz.fields.optional_data, "");
    EXPECT_EQ(mrz.checks[0], (MrzCheck{"document-number", 1, 19, '9', '9', true}));
}

TEST(MrzFormats, AreReadFromAsMuchAsAScannerSends) {
    std::string text = specimen_card;
    text.resize(1024, '\n');
    EXPECT_EQ(parse_mrz(text, today).status, MrzStatus::read);
    text += '\n';
    EXPECT_EQ(parse_mrz(text, today).status, MrzStatus::none);
    EXPECT_EQ(parse_mrz(text, today).reason, "length");
    EXPECT_EQ(parse_mrz("ASANOV", today).reason, "shape");
}

TEST(MrzNames, AreCutOffWhenTheyFillTheirField) {
    auto names = fields("ID", man);
    names.surname = "ABCDEFGHIJKLMNOPQRSTUVW";
    names.given_names = "USON"; // 29 of 30 places
    EXPECT_FALSE(
        parse_mrz_lines(compose_mrz(MrzFormat::td1, names).value(), today).fields.names_cut_off);
    names.given_names = "USONA";
    EXPECT_TRUE(
        parse_mrz_lines(compose_mrz(MrzFormat::td1, names).value(), today).fields.names_cut_off);
}

TEST(PersonalNumberInAZone, IsFourteenDigitsAndNothingElse) {
    EXPECT_EQ(personal_number_in(fields("ID", man)), man);
    for (const auto* data :
         {"", "2010119900000", "201011990000081", "2010119900000A", "20101199 00008"}) {
        EXPECT_FALSE(personal_number_in(fields("ID", data))) << data;
    }
}

} // namespace
} // namespace koltamga::domain
