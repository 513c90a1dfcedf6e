#include "domain/mrz.h"

#include "domain/document.h"
#include "domain/identity.h"
#include "tests/domain/day.h"

#include <algorithm>

namespace koltamga::domain {
namespace {

std::vector<std::string> failing(const Mrz& mrz) {
    std::vector<std::string> names;
    for (const auto& check : mrz.checks) {
        if (!check.fits) {
            names.push_back(check.name);
        }
    }
    return names;
}

MrzFields card_fields() {
    MrzFields fields;
    fields.document_code = "ID";
    fields.issuing_state = "KGZ";
    fields.surname = "ASANOV";
    fields.given_names = "USON";
    fields.document_number = "ID0000000";
    fields.nationality = "KGZ";
    fields.birth_date = day("1990-01-01");
    fields.sex = Sex::male;
    fields.expires = day("2035-01-01");
    fields.optional_data = man;
    return fields;
}

TEST(Mrz, ReadsTheSpecimenCard) {
    const auto mrz = parse_mrz(specimen_card, today);
    EXPECT_EQ(mrz.status, MrzStatus::read) << mrz.reason;
    EXPECT_EQ(mrz.format, MrzFormat::td1);
    EXPECT_EQ(mrz.fields, card_fields());
    EXPECT_EQ(mrz.checks.size(), 4U);
    EXPECT_EQ(mrz.checks[0], (MrzCheck{"document-number", 1, 15, '5', '5', true}));
    EXPECT_EQ(mrz.checks[3], (MrzCheck{"composite", 2, 30, '1', '1', true}));
    EXPECT_EQ(personal_number_in(mrz.fields), man);
}

TEST(Mrz, SaysWhereEachFlawIs) {
    auto lines = parse_mrz(specimen_card, today).lines;
    EXPECT_TRUE(parse_mrz_lines(lines, today).flaws.empty());
    lines[0][14] = '6';
    lines[1][7] = 'Z';
    const auto mrz = parse_mrz_lines(lines, today);
    ASSERT_EQ(mrz.flaws.size(), 3U) << mrz.reason;
    EXPECT_EQ(mrz.flaws[0], (MrzFlaw{"check-digit document-number", 1, 15}));
    EXPECT_EQ(mrz.flaws[1], (MrzFlaw{"sex", 2, 8}));
    EXPECT_EQ(mrz.flaws[2], (MrzFlaw{"check-digit composite", 2, 30}));
    lines[2][4] = '?';
    EXPECT_EQ(parse_mrz_lines(lines, today).flaws, (std::vector{MrzFlaw{"character", 3, 5}}));
}

TEST(Mrz, ReadsTheSpecimenPassports) {
    const auto woman_s = parse_mrz(specimen_passport, today);
    EXPECT_EQ(woman_s.status, MrzStatus::read) << woman_s.reason;
    EXPECT_EQ(woman_s.format, MrzFormat::td3);
    EXPECT_EQ(woman_s.fields.document_code, "P");
    EXPECT_EQ(woman_s.fields.surname, "ASANOVA");
    EXPECT_EQ(woman_s.fields.given_names, "AIPERI");
    EXPECT_EQ(woman_s.fields.document_number, "PE0000000");
    EXPECT_EQ(woman_s.fields.birth_date, partly("2000-02-29"));
    EXPECT_EQ(woman_s.fields.sex, Sex::female);
    EXPECT_EQ(woman_s.fields.expires, day("2035-01-01"));
    EXPECT_EQ(personal_number_in(woman_s.fields), woman);
    EXPECT_EQ(woman_s.checks.size(), 5U);

    const auto of_2020 = parse_mrz(specimen_passport_2020, today);
    EXPECT_EQ(of_2020.status, MrzStatus::read) << of_2020.reason;
    EXPECT_EQ(of_2020.fields.given_names, "USON JANYBAEVICH");
    EXPECT_EQ(personal_number_in(of_2020.fields), "20905199900000");
    EXPECT_EQ(of_2020.fields.expires, day("2030-02-02"));
}

TEST(Mrz, ForgivesHowScannersEndLines) {
    const auto lines = parse_mrz(specimen_card, today).lines;
    const auto run = lines[0] + lines[1] + lines[2];
    for (const auto& text : {
             lines[0] + "\r" + lines[1] + "\r" + lines[2] + "\r",
             lines[0] + "\r\n" + lines[1] + "\r\n" + lines[2] + "\r\n",
             lines[0] + "\n\n" + lines[1] + "\n\n" + lines[2],
             lines[0] + "\t" + lines[1] + "\t" + lines[2] + "\t\t",
             "\x02" + lines[0] + "\r" + lines[1] + "\r" + lines[2] + "\r\x03",
             lines[0] + "   \n" + lines[1] + " \n" + lines[2] + "  \n\n",
             "\n\n  " + lines[0] + "\n" + lines[1] + "\n" + lines[2],
             run,
             "\x02" + run + "\x03\r\n",
         }) {
        EXPECT_EQ(parse_mrz(text, today).fields, card_fields()) << text;
        EXPECT_EQ(parse_mrz(text, today).status, MrzStatus::read);
    }
    auto passport = std::string(specimen_passport);
    std::erase(passport, '\n');
    EXPECT_EQ(parse_mrz(passport, today).status, MrzStatus::read);
}

TEST(Mrz, IsNotSeenWhereThereIsNone) {
    const auto lines = parse_mrz(specimen_card, today).lines;
    for (const auto& text : {
             std::string(),
             std::string("\n\r\t  \n"),
             std::string("ASANOV USON"),
             lines[0],
             lines[0] + "\n" + lines[1],
             lines[0] + "\n" + lines[1] + "\n" + lines[2] + "<",
             lines[0] + "\n" + lines[1] + "\n" + lines[2].substr(1),
             lines[0] + lines[1] + "\n" + lines[2],
             lines[0] + "\n" + lines[1] + "\n" + lines[2] + "\n" + lines[2],
             lines[0] + lines[1] + lines[2] + "<",
             "X" + lines[0].substr(1) + "\n" + lines[1] + "\n" + lines[2],
             std::string(90, '<'),
             std::string(2000, 'I'),
         }) {
        EXPECT_EQ(parse_mrz(text, today).status, MrzStatus::none) << text;
        EXPECT_TRUE(read_mrz(text, today).failed_with(Code::mrz_none)) << text;
    }
    EXPECT_EQ(parse_mrz_lines({}, today).status, MrzStatus::none);
    EXPECT_EQ(parse_mrz_lines({""}, today).status, MrzStatus::none);
    EXPECT_EQ(parse_mrz_lines({"", "", ""}, today).status, MrzStatus::none);
}

TEST(Mrz, NamesEachCheckDigitThatDoesNotFit) {
    auto lines = parse_mrz(specimen_card, today).lines;
    lines[0][14] = '6'; // of the document number; the composite covers it too
    const auto mrz = parse_mrz_lines(lines, today);
    EXPECT_EQ(mrz.status, MrzStatus::refused);
    EXPECT_EQ(failing(mrz), (std::vector<std::string>{"document-number", "composite"}));
    EXPECT_EQ(mrz.checks[0], (MrzCheck{"document-number", 1, 15, '5', '6', false}));
    EXPECT_EQ(mrz.reason, "check-digit document-number; check-digit composite");
    EXPECT_EQ(mrz.fields.surname, "ASANOV") << "a refused zone is still shown";
    const auto read = read_mrz(lines[0] + lines[1] + lines[2], today);
    ASSERT_TRUE(read.failed_with(Code::mrz_refused));
    EXPECT_EQ(read.failure().detail, mrz.reason);
}

TEST(Mrz, RefusesFieldsThatHaveNotTheirForm) {
    const auto good = parse_mrz(specimen_card, today).lines;
    const struct {
        std::size_t line;
        std::size_t at;
        const char* text;
        const char* reason;
    } table[] = {
        {0, 1, "1", "document-code"},
        {0, 2, "K9Z", "issuing-state"},
        {0, 2, "<<<", "issuing-state"},
        {0, 2, "K<Z", "issuing-state"},
        {0, 5, "<", "document-number"},
        {1, 0, "901301", "birth-date"},
        {1, 0, "9<0101", "birth-date"},
        {1, 0, "9O0101", "birth-date"},
        {1, 7, "X", "sex"},
        {1, 7, "1", "sex"},
        {1, 8, "350230", "expiry-date"},
        {1, 8, "<<<<<<", "expiry-date"},
        {1, 15, "KG1", "nationality"},
        {2, 0, "<", "names"},
        {2, 0, "ASAN0V", "names"},
        {2, 8, "<USON", "names"},
        {2, 29, "X", "names"},
        {2, 0, "ASANOV<<USON<<X<<<<<<<<<<<<<<", "names"},
        {0, 0, "I ", "character line 1 position 2"},
        {2, 3, "nov", "character line 3 position 4"},
    };
    for (const auto& row : table) {
        auto lines = good;
        lines[row.line].replace(row.at, std::string(row.text).size(), row.text);
        const auto mrz = parse_mrz_lines(lines, today);
        EXPECT_EQ(mrz.status, MrzStatus::refused) << row.text;
        EXPECT_NE(mrz.reason.find(row.reason), std::string::npos) << row.text << mrz.reason;
    }
}

TEST(Mrz, MayLackAGivenNameOrADayOfBirth) {
    auto fields = card_fields();
    fields.given_names = "";
    fields.birth_date = partly("1961-XX-XX");
    fields.sex = Sex::unspecified;
    const auto lines = compose_mrz(MrzFormat::td1, fields);
    ASSERT_TRUE(lines);
    EXPECT_EQ((*lines)[1].substr(0, 8), "61<<<<5<") << (*lines)[1];
    EXPECT_EQ(parse_mrz_lines(*lines, today).fields, fields);
}

TEST(Mrz, ComposesWhatItReadsInEveryFormat) {
    const struct {
        MrzFormat format;
        const char* code;
        const char* data;
    } table[] = {{MrzFormat::td1, "ID", man},
                 {MrzFormat::td2, "I", "ABC 123"},
                 {MrzFormat::td3, "P", woman},
                 {MrzFormat::mrv_a, "V", "ABCDEFGHIJKLMNOP"},
                 {MrzFormat::mrv_b, "V", "12345678"}};
    for (const auto& row : table) {
        auto fields = card_fields();
        fields.document_code = row.code;
        fields.optional_data = row.data;
        const auto lines = compose_mrz(row.format, fields);
        ASSERT_TRUE(lines) << to_text(row.format) << lines.failure().detail;
        const auto mrz = parse_mrz_lines(*lines, today);
        EXPECT_EQ(mrz.status, MrzStatus::read) << to_text(row.format) << mrz.reason;
        EXPECT_EQ(mrz.format, row.format);
        EXPECT_EQ(mrz.fields, fields) << to_text(row.format);
    }
    EXPECT_EQ(*compose_mrz(MrzFormat::td1, card_fields()), parse_mrz(specimen_card, today).lines);
    for (const auto* specimen : {specimen_passport, specimen_passport_2020}) {
        const auto mrz = parse_mrz(specimen, today);
        EXPECT_EQ(*compose_mrz(MrzFormat::td3, mrz.fields), mrz.lines);
    }
}

TEST(Mrz, HoldsLongDocumentNumbersOfCards) { // ICAO 9303-5, 4.2.2, note j
    for (const auto format : {MrzFormat::td1, MrzFormat::td2}) {
        auto fields = card_fields();
        fields.document_number = "D23145890734";
        fields.optional_data = format == MrzFormat::td1 ? "AB1" : "AB";
        const auto lines = compose_mrz(format, fields);
        ASSERT_TRUE(lines) << to_text(format);
        const auto mrz = parse_mrz_lines(*lines, today);
        EXPECT_EQ(mrz.status, MrzStatus::read) << mrz.reason;
        EXPECT_EQ(mrz.fields.document_number, "D23145890734");
        EXPECT_EQ(mrz.fields.optional_data, fields.optional_data);
        auto slipped = *lines;
        slipped[format == MrzFormat::td1 ? 0 : 1][format == MrzFormat::td1 ? 16 : 29] = '1';
        EXPECT_EQ(parse_mrz_lines(slipped, today).status, MrzStatus::refused);
    }
    auto fields = card_fields();
    fields.document_code = "P";
    fields.document_number = "D23145890734";
    EXPECT_TRUE(compose_mrz(MrzFormat::td3, fields).failed_with(Code::mrz_not_composable));
}

TEST(Mrz, CutsLongNamesSoThatEverybodySeesIt) {
    const struct {
        const char* surname;
        const char* given;
        const char* line;
    } table[] = {
        {"ASANOV", "USON", "ASANOV<<USON<<<<<<<<<<<<<<<<<<"},
        {"ABDYKERIM-UULU", "KURMANBEK TEMIRLAN", "ABDYKERIM<UULU<<KURMA<TEMIRLAN"},
        {"NURMAMBETOVA KARYPBAEVA AZATOVNA", "AIPERI", "NURMAMBETOV<KARYPBAEV<AZATOV<<A"},
        {"O'CONNOR", "MARY-ANN", "OCONNOR<<MARY<ANN<<<<<<<<<<<<<"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCD"},
    };
    for (const auto& row : table) {
        auto fields = card_fields();
        fields.surname = row.surname;
        fields.given_names = row.given;
        const auto lines = compose_mrz(MrzFormat::td1, fields);
        ASSERT_TRUE(lines) << row.surname;
        const auto mrz = parse_mrz_lines(*lines, today);
        EXPECT_EQ(mrz.status, MrzStatus::read) << (*lines)[2];
        EXPECT_EQ((*lines)[2].size(), 30U);
        EXPECT_EQ(mrz.fields.names_cut_off, (*lines)[2].back() != '<') << (*lines)[2];
        EXPECT_EQ((*lines)[2].back() == '<', std::string(row.line).back() == '<') << (*lines)[2];
    }
}

TEST(Mrz, ComposesOnlyWhatItsFormatCanHold) {
    const struct {
        const char* what;
        void (*spoil)(MrzFields&);
    } table[] = {
        {"document-code", [](MrzFields& f) { f.document_code = "X"; }},
        {"document-code", [](MrzFields& f) { f.document_code = ""; }},
        {"document-code", [](MrzFields& f) { f.document_code = "IDD"; }},
        {"document-code", [](MrzFields& f) { f.document_code = "I1"; }},
        {"state", [](MrzFields& f) { f.issuing_state = ""; }},
        {"issuing-state", [](MrzFields& f) { f.issuing_state = "KGZZ"; }},
        {"nationality", [](MrzFields& f) { f.nationality = "kgz"; }},
        {"names",
         [](MrzFields& f) {
             f.surname = "";
             f.given_names = "USON";
         }},
        {"names", [](MrzFields& f) { f.surname = "Асанов"; }},
        {"names", [](MrzFields& f) { f.surname = "ASAN0V"; }},
        {"document-number", [](MrzFields& f) { f.document_number = ""; }},
        {"document-number", [](MrzFields& f) { f.document_number = "ID-000000"; }},
        {"optional-data", [](MrzFields& f) { f.optional_data = "1234567890123456"; }},
        {"optional-data", [](MrzFields& f) { f.optional_data = "ПИН"; }},
        {"optional-data", [](MrzFields& f) { f.document_number = std::string(40, '1'); }},
        {"optional-data-second", [](MrzFields& f) { f.optional_data_second = "123456789012"; }},
        {"birth-date", [](MrzFields& f) { f.birth_date.reset(); }},
        {"expiry-date", [](MrzFields& f) { f.expires.reset(); }},
    };
    for (const auto& row : table) {
        auto fields = card_fields();
        row.spoil(fields);
        const auto lines = compose_mrz(MrzFormat::td1, fields);
        ASSERT_TRUE(lines.failed_with(Code::mrz_not_composable)) << row.what;
        EXPECT_EQ(lines.failure().detail, row.what);
    }
}

TEST(MrzCheckDigit, IsThatOfTheStandardsExamples) { // ICAO 9303-3, 4.9
    EXPECT_EQ(mrz_check_digit("520727"), '3');
    EXPECT_EQ(mrz_check_digit("AB2134<<<"), '5');
    EXPECT_EQ(mrz_check_digit(""), '0');
    EXPECT_EQ(mrz_check_digit("<<<<<<"), '0');
}

// What no check digit of the standard covers: the text of names, states and codes, and in cards and
// passports the nationality and the sex.
bool covered(MrzFormat format, std::size_t line, std::size_t at) {
    if (format == MrzFormat::td1) {
        return (line == 0 && at >= 5) || (line == 1 && at != 7 && !(at >= 15 && at <= 17));
    }
    return line == 1 && at != 20 && !(at >= 10 && at <= 12);
}

// Whether a zone leads to somebody else than its unspoilt original, as if nothing were wrong.
bool proceeds(const std::vector<std::string>& lines, const Identity& original) {
    auto one = good_case();
    const auto identity = identity_from(parse_mrz_lines(lines, today), default_document_types());
    if (!identity || *identity == original) {
        return false;
    }
    one.identity = *identity;
    return decide(one, {}, today).kind != VerdictKind::refused;
}

// Every character of every specimen exchanged for every other: more than 1,000 mutations of what is
// covered, none of which may lead to another identity that is eligible. The digit's arithmetic is
// blind to values ten apart (0, A, K, U and the filler; I and S); there the form of the number, the
// series that exist and the form of the PIN speak. What a change leaves the same in every field
// (the second optional data of cards, which nobody uses) is harmless.
TEST(MrzMutations, OfACoveredCharacterNeverProceed) {
    const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";
    int mutations = 0;
    int uncovered_and_read = 0;
    for (const auto* specimen : {specimen_card, specimen_passport, specimen_passport_2020}) {
        const auto good = parse_mrz(specimen, today);
        const auto identity = identity_from(good, default_document_types());
        ASSERT_TRUE(identity);
        for (std::size_t line = 0; line < good.lines.size(); ++line) {
            for (std::size_t at = 0; at < good.lines[line].size(); ++at) {
                for (const char c : alphabet) {
                    auto lines = good.lines;
                    lines[line][at] = c;
                    const bool proceeded = proceeds(lines, *identity);
                    if (!covered(*good.format, line, at)) {
                        uncovered_and_read += proceeded ? 1 : 0;
                        continue;
                    }
                    ++mutations;
                    EXPECT_FALSE(proceeded) << lines[line] << " at " << at;
                }
            }
        }
    }
    EXPECT_GE(mutations, 1000);
    EXPECT_GT(uncovered_and_read, 0) << "names are not covered, by the standard's design";
}

// Digits five apart weigh the same when neighbours change places (7-3-1, modulo 10), so what is
// swapped unnoticed is counted rather than excluded.
TEST(MrzMutations, OfTwoNeighboursSwappedAreMostlyNoticed) {
    int swaps = 0;
    int unnoticed = 0;
    for (const auto* specimen : {specimen_card, specimen_passport}) {
        const auto good = parse_mrz(specimen, today);
        const auto identity = identity_from(good, default_document_types());
        ASSERT_TRUE(identity);
        for (std::size_t line = 0; line < good.lines.size(); ++line) {
            for (std::size_t at = 0; at + 1 < good.lines[line].size(); ++at) {
                auto lines = good.lines;
                std::swap(lines[line][at], lines[line][at + 1]);
                const bool both =
                    covered(*good.format, line, at) && covered(*good.format, line, at + 1);
                swaps += both && lines != good.lines ? 1 : 0;
                unnoticed += both && proceeds(lines, *identity) ? 1 : 0;
            }
        }
    }
    EXPECT_GE(swaps, 30);
    EXPECT_LE(unnoticed, 1);
}

} // namespace
} // namespace koltamga::domain
