#include "profile/applicant_file.h"

#include "base/file.h"

#include <gtest/gtest.h>

namespace koltamga::profile {
namespace {

const auto types = domain::default_document_types();
const auto today = *domain::Date::from(2026, 11, 22);

constexpr auto example = R"([applicant]
pin = "20101199000008"
surname = "ASANOV"
given_names = "USON"
surname_cyrillic = "Асанов"
given_names_cyrillic = "Усон"
patronymic = "Жаныбаевич"
sex = "M"
birth_date = 1990-01-01
[document]
type = "id-card"
number = "ID0000000"
issued = 2025-01-01
expires = 2035-01-01
issuer = "MKK211011"
[contact]
email = "uson@example.com"
phone = "+996700123456"
[consent]
personal_data = true
register_lookup = true
uis_account = true
terms = true
)";

constexpr auto zone_only = R"([document]
mrz = ["IDKGZID0000000520101199000008<", "9001011M3501014KGZ<<<<<<<<<<<1",
       "ASANOV<<USON<<<<<<<<<<<<<<<<<<"]
[consent]
personal_data = true
register_lookup = true
uis_account = true
terms = true
)";

std::string with(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

Result<ApplicantFile> parse(const std::string& text) {
    return parse_applicant(text, types, today);
}

TEST(ApplicantFile, GivesIdentityContactAndConsent) {
    const auto file = parse(example);
    ASSERT_TRUE(file) << file.failure().detail;
    EXPECT_TRUE(file->typed);
    EXPECT_FALSE(file->mrz);
    EXPECT_FALSE(file->comparison);
    EXPECT_EQ(file->identity, *file->typed);
    EXPECT_EQ(file->identity.pin, "20101199000008");
    EXPECT_EQ(file->identity.names.patronymic, "Жаныбаевич");
    EXPECT_EQ(file->identity.sex, domain::Sex::male);
    EXPECT_EQ(file->identity.birth_date->iso(), "1990-01-01");
    EXPECT_EQ(file->identity.document.issuer, "МКК 211011") << "look-alike letters put right";
    EXPECT_EQ(file->contact->email, "uson@example.com");
    EXPECT_EQ(file->contact->phone, "+996700123456");
    EXPECT_EQ(file->consents.terms, domain::Consent::given);
}

TEST(ApplicantFile, NamesAnIssuerThatAPaperHasRoomFor) {
    EXPECT_TRUE(parse(with(example, "MKK211011", std::string(200, 'M'))));
    const auto longer = parse(with(example, "MKK211011", std::string(201, 'M')));
    ASSERT_TRUE(longer.failed_with(Code::applicant_schema));
    EXPECT_NE(longer.failure().detail.find("issuer is longer than 200"), std::string::npos);
}

TEST(ApplicantFile, MayHoldTheZoneAlone) {
    const auto file = parse(zone_only);
    ASSERT_TRUE(file) << file.failure().detail;
    EXPECT_FALSE(file->typed);
    EXPECT_EQ(file->identity.source, domain::IdentitySource::mrz);
    EXPECT_EQ(file->identity.names.surname, "ASANOV");
    EXPECT_EQ(file->zone->status, domain::MrzStatus::read);
    EXPECT_FALSE(file->contact);
}

TEST(ApplicantFile, ComparesWhatIsGivenTwice) {
    const auto both = with(example, "[document]\n",
                           "[document]\nmrz = [\"IDKGZID0000000520101199000008<\", "
                           "\"9001011M3501014KGZ<<<<<<<<<<<1\", "
                           "\"ASANOV<<USON<<<<<<<<<<<<<<<<<<\"]\n");
    const auto file = parse(both);
    ASSERT_TRUE(file) << file.failure().detail;
    ASSERT_TRUE(file->comparison);
    EXPECT_TRUE(file->comparison->differing().empty());
    EXPECT_EQ(file->identity.source, domain::IdentitySource::mrz);
    EXPECT_EQ(file->identity.names.patronymic, "Жаныбаевич");

    const auto other = parse(with(both, "surname = \"ASANOV\"", "surname = \"SADYROV\""));
    ASSERT_TRUE(other);
    EXPECT_EQ(other->comparison->differing(), std::vector<std::string>{"surname"});
    EXPECT_EQ(other->identity.names.surname, "ASANOV") << "the zone before typing";
    EXPECT_EQ(other->typed->names.surname, "SADYROV");
}

TEST(ApplicantFile, TakesABirthDateWithUnknownParts) {
    for (const auto* date : {"\"1961-XX-XX\"", "\"1961-04-XX\"", "\"1961-04-12\"", "1961-04-12"}) {
        const auto file = parse(with(example, "1990-01-01", date));
        ASSERT_TRUE(file) << date;
        EXPECT_EQ(file->identity.birth_date->year(), 1961);
    }
}

TEST(ApplicantFile, LeavesThePersonalNumberToTheDecision) {
    const auto file = parse(with(example, "20101199000008", "no number"));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->identity.pin, "no number");
}

TEST(ApplicantFile, CountsWhatIsNotConsentedAsWithheld) {
    const auto file = parse(with(example, "terms = true", "terms = false"));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->consents.terms, domain::Consent::withheld);
    EXPECT_EQ(file->consents.personal_data, domain::Consent::given);
    const std::string text = example;
    const auto none = parse(text.substr(0, text.find("[consent]")));
    ASSERT_TRUE(none);
    EXPECT_EQ(none->consents.personal_data, domain::Consent::withheld);
}

TEST(ApplicantFile, RefusesEachMistakeWithItsLine) {
    const struct {
        const char* what;
        const char* by;
        Code code;
        const char* detail;
    } table[] = {
        {"surname = ", "sirname = ", Code::applicant_schema,
         "line 3, column 1: unknown key 'sirname' in [applicant]; did you mean 'surname'?"},
        {"[contact]", "[contacts]", Code::applicant_schema, "line 16, column 2: unknown key"},
        {"birth_date = 1990-01-01", "birth_date = \"1990-13-01\"", Code::applicant_schema,
         "line 9, column 1: [applicant] birth_date is no date"},
        {"birth_date = 1990-01-01", "birth_date = \"01.01.1990\"", Code::applicant_schema,
         "is no date"},
        {"birth_date = 1990-01-01", "birth_date = 19900101", Code::applicant_schema, "is no date"},
        {"birth_date = 1990-01-01", "birth_date = 1990-01-01T00:00:00Z", Code::applicant_schema,
         "is no date"},
        {"birth_date = 1990-01-01", "birth_date = 1990-02-30", Code::applicant_schema, "line 9, "},
        {"birth_date = 1990-01-01", "birth_date = 1990-13-01", Code::applicant_schema,
         "there is no such day"},
        {"expires = 2035-01-01", "expires = 2035-02-30", Code::applicant_schema,
         "there is no such day"},
        {"expires = 2035-01-01", "expires = \"2035-XX-XX\"", Code::applicant_schema,
         "line 14, column 1: [document] expires is no whole date; right would be 2035-01-01"},
        {"expires = 2035-01-01", "expires = \"soon\"", Code::applicant_schema,
         "[document] expires is no whole date; right would be 2035-01-01"},
        {"issued = 2025-01-01", "issued = \"2025-01-XX\"", Code::applicant_schema,
         "line 13, column 1: [document] issued is no whole date"},
        {"surname = \"ASANOV\"", "surname = \"A\"\nsurname = \"B\"", Code::applicant_schema,
         "line 4, "},
        {"[contact]", "[document]", Code::applicant_schema, "line 16, "},
        {"[contact]", "[document]", Code::applicant_schema, "this is given twice"},
        {"expires = 2035-01-01\n", "", Code::applicant_schema,
         "line 10, column 2: [document] expires is missing"},
        {"surname = \"ASANOV\"\n", "", Code::applicant_schema, "[applicant] surname is missing"},
        {"given_names = \"USON\"\n", "", Code::applicant_schema,
         "[applicant] given_names is missing"},
        {"number = \"ID0000000\"\n", "", Code::applicant_schema, "[document] number is missing"},
        {"type = \"id-card\"\n", "", Code::applicant_schema, "[document] type is missing"},
        {"pin = \"20101199000008\"\n", "", Code::applicant_schema, "[applicant] pin is missing"},
        {"birth_date = 1990-01-01\n", "", Code::applicant_schema, "birth_date is missing"},
        {"pin = \"20101199000008\"", "pin = 20101199000008", Code::applicant_schema,
         "line 2, column 1: [applicant] pin is a whole number; right would be a text in quotes"},
        {"sex = \"M\"", "sex = \"male\"", Code::applicant_schema, "none of \"M\", \"F\", \"X\""},
        {"terms = true", "terms = \"yes\"", Code::applicant_schema, "right would be true or false"},
        {"\"ASANOV\"", "\"АСАНОВ\"", Code::name_letter, "position 1"},
        {"\"Асанов\"", "\"Asanov\"", Code::name_letter, "position 1"},
        {"\"ID0000000\"", "\"ID000\"", Code::document_number_malformed, "characters 5"},
        {"uson@example.com", "uson", Code::email_malformed, "no-at-sign"},
        {"uson@example.com", "усон@example.com", Code::email_not_ascii, ""},
        {"+996700123456", "phone", Code::phone_malformed, "character"},
        {"+996700123456", "+996", Code::phone_malformed, "no-number"},
        {"[applicant]", "[applicant", Code::applicant_malformed, "line 1, "},
        {"[document]\n", "[document]\nmrz = []\n", Code::applicant_schema, "mrz is empty"},
        {"[document]\n", "[document]\nmrz = \"IDKGZ\"\n", Code::applicant_schema,
         "right would be a list"},
        {"[document]\n", "[document]\nmrz = [\"IDKGZ\"]\n", Code::mrz_none, "shape"},
    };
    for (const auto& row : table) {
        const auto file = parse(with(example, row.what, row.by));
        ASSERT_FALSE(file) << row.by;
        EXPECT_EQ(name_of(file.failure().code), name_of(row.code)) << row.by;
        EXPECT_NE(file.failure().detail.find(row.detail), std::string::npos)
            << row.by << " → " << file.failure().detail;
        EXPECT_EQ(describe(file.failure().code).blame, Blame::input) << row.by;
    }
}

// `example`'s lines are counted from 1.
std::size_t line_of(const std::string& text, const char* what) {
    const auto at = text.find(what);
    return static_cast<std::size_t>(
               std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
           1;
}

TEST(ApplicantFile, SaysOfEveryFieldWhereItStands) {
    const std::pair<const char*, std::pair<const char*, const char*>> spoilt[] = {
        {"\"ASANOV\"", {"\"ASANOV1\"", "[applicant] surname"}},
        {"\"USON\"", {"\"Усон\"", "[applicant] given_names"}},
        {"\"Асанов\"", {"\"Asanov\"", "[applicant] surname_cyrillic"}},
        {"\"Жаныбаевич\"", {"\"J\"", "[applicant] patronymic"}},
        {"\"ID0000000\"", {"\"ID000\"", "[document] number"}},
        {"\"uson@example.com\"", {"\"uson\"", "[contact] email"}},
        {"\"+996700123456\"", {"\"phone\"", "[contact] phone"}},
    };
    for (const auto& [what, change] : spoilt) {
        const auto& [by, field] = change;
        const auto file = parse(with(example, what, by));
        ASSERT_FALSE(file) << by;
        ASSERT_TRUE(file.failure().where.has_value()) << by;
        EXPECT_EQ(file.failure().where->line, line_of(example, what)) << by;
        EXPECT_GT(file.failure().where->column, 0U) << by;
        EXPECT_EQ(file.failure().where->field, field);
    }
    const auto zone = parse(with(zone_only, "<<1\"", "<<2\""));
    ASSERT_FALSE(zone);
    EXPECT_EQ(zone.failure().where.value().field, "[document] mrz");
    const auto unknown = parse(with(example, "pin =", "pen ="));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.failure().where.value().line, line_of(example, "pin ="));
}

TEST(ApplicantFile, IsNamedByWhatIsWrongInIt) {
    const auto path = std::filesystem::path(testing::TempDir()) / "koltamga-applicant-named.toml";
    for (const auto& text : {with(example, "\"ASANOV\"", "\"ASANOV1\""),
                             with(example, "pin =", "pen ="), std::string("[applicant")}) {
        ASSERT_TRUE(write_file(path, bytes_of(text)));
        const auto file = load_applicant(path, types, today);
        ASSERT_FALSE(file);
        EXPECT_EQ(file.failure().where.value().file, path.string());
        EXPECT_GT(file.failure().where.value().line, 0U);
    }
    std::filesystem::remove(path);
}

TEST(ApplicantFile, WithoutADocumentIsRefused) {
    const std::string text = example;
    const auto file = parse(text.substr(0, text.find("[document]")));
    ASSERT_TRUE(file.failed_with(Code::applicant_schema));
    EXPECT_EQ(file.failure().detail, "[document] is missing");
    EXPECT_FALSE(file.failure().where) << "no line holds what is not there";
    EXPECT_TRUE(parse("").failed_with(Code::applicant_schema));
    EXPECT_TRUE(parse("[document]\n").failed_with(Code::applicant_schema));
}

TEST(ApplicantFile, NeverProceedsWithAZoneThatIsWrong) {
    EXPECT_TRUE(parse(with(zone_only, "<<1\"", "<<2\"")).failed_with(Code::mrz_refused));
    EXPECT_TRUE(parse(with(zone_only, "IDKGZ", "IDUTO")).failed_with(Code::mrz_foreign));
    EXPECT_TRUE(parse(with(zone_only, "<<<1\",", "<<<\",")).failed_with(Code::mrz_none));
}

TEST(ApplicantFile, NeverRepeatsPersonalDataInItsRefusals) {
    const char* const personal[] = {"20101199000008", "ASANOV", "Асанов",   "1990",
                                    "0000000",        "uson",   "700123456"};
    const std::pair<const char*, const char*> spoilt[] = {
        {"\"USON\"", "1"},       {"\"M\"", "\"ASANOV\""},       {"1990-01-01", "\"1990-0101\""},
        {"true", "\"ASANOV\""},  {"2025-01-01", "\"1990\""},    {"\"id-card\"", "[\"ASANOV\"]"},
        {"\"M\"", "M ASANOV"},   {"\"ASANOV\"", "\"ASANOV1\""}, {"ID0000000", "ID00000000000000"},
        {"+996700", "+996+700"}, {"uson@", "uson uson@"},
    };
    for (const auto& [what, by] : spoilt) {
        const auto file = parse(with(example, what, by));
        ASSERT_FALSE(file) << by;
        for (const auto* value : personal) {
            EXPECT_EQ(file.failure().detail.find(value), std::string::npos)
                << by << " → " << file.failure().detail;
        }
    }
}

TEST(ApplicantFile, IsReadFromAFileWithALimit) {
    const auto path = std::filesystem::path(testing::TempDir()) / "koltamga-applicant-test.toml";
    ASSERT_TRUE(write_file(path, bytes_of(example)));
    const auto file = load_applicant(path, types, today);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->identity.pin, "20101199000008");
    ASSERT_TRUE(write_file(path, Bytes(10 * 1024 * 1024, '#')));
    EXPECT_TRUE(load_applicant(path, types, today).failed_with(Code::file_too_large));
    std::filesystem::remove(path);
    EXPECT_TRUE(load_applicant(path, types, today).failed_with(Code::file_unreadable));
    EXPECT_TRUE(
        parse(std::string(largest_applicant_file + 1, '#')).failed_with(Code::applicant_too_large));
}

} // namespace
} // namespace koltamga::profile
