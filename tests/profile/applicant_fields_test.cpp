// Each field of an applicant's file goes to its own place.
#include "base/file.h"
#include "profile/applicant_file.h"

#include <gtest/gtest.h>

namespace koltamga::profile {
namespace {

const auto types = domain::default_document_types();
const auto today = *domain::Date::from(2026, 11, 22);

constexpr auto person = R"([applicant]
pin = "20101199000008"
surname = "Asanov"
given_names = "Uson"
surname_cyrillic = "Асанов"
given_names_cyrillic = "Усон"
patronymic = "Жаныбаевич"
sex = "F"
birth_date = "1961-XX-XX"
)";

constexpr auto card = R"([document]
type = "id-card"
number = "id 0000000"
issued = 2025-01-02
expires = 2035-01-01
issuer = "50-07"
)";

constexpr auto zone = R"([document]
mrz = ["IDKGZID0000000520101199000008<", "9001011M3501014KGZ<<<<<<<<<<<1",
       "ASANOV<<USON<<<<<<<<<<<<<<<<<<"]
)";

Result<ApplicantFile> parse(const std::string& text) {
    return parse_applicant(text, types, today);
}

TEST(ApplicantFields, EachGoToTheirOwnPlace) {
    const auto file = parse(std::string(person) + card);
    ASSERT_TRUE(file) << file.failure().detail;
    domain::Identity expected;
    expected.source = domain::IdentitySource::typed;
    expected.pin = "20101199000008";
    expected.names = {"ASANOV", "USON", "Асанов", "Усон", "Жаныбаевич"};
    expected.sex = domain::Sex::female;
    expected.birth_date = domain::PartialDate::parse("1961-XX-XX");
    expected.document = {"id-card", "ID0000000", domain::Date::from(2025, 1, 2),
                         domain::Date::from(2035, 1, 1), "50-07"};
    EXPECT_EQ(file->identity, expected);
    EXPECT_EQ(file->typed, expected);
    EXPECT_FALSE(file->zone);
}

TEST(ApplicantFields, OfConsentAreGivenOneByOne) {
    const struct {
        const char* key;
        domain::Consent domain::Consents::*consent;
    } table[] = {{"personal_data", &domain::Consents::personal_data},
                 {"register_lookup", &domain::Consents::register_lookup},
                 {"uis_account", &domain::Consents::uis_account},
                 {"terms", &domain::Consents::terms}};
    for (const auto& row : table) {
        const auto file = parse(std::string(zone) + "[consent]\n" + row.key + " = true\n");
        ASSERT_TRUE(file) << row.key;
        domain::Consents expected = {domain::Consent::withheld, domain::Consent::withheld,
                                     domain::Consent::withheld, domain::Consent::withheld};
        expected.*row.consent = domain::Consent::given;
        EXPECT_EQ(file->consents, expected) << row.key;
    }
}

TEST(ApplicantFields, AnyOfThemBesideTheZoneIsATyping) {
    EXPECT_FALSE(parse(zone)->typed);
    EXPECT_FALSE(parse(zone)->comparison);
    for (const auto* field :
         {"pin = \"20101199000008\"", "surname = \"ASANOV\"", "given_names = \"USON\"",
          "surname_cyrillic = \"Асанов\"", "given_names_cyrillic = \"Усон\"",
          "patronymic = \"Жаныбаевич\"", "sex = \"M\"", "birth_date = 1990-01-01"}) {
        const auto file = parse(std::string(zone) + "[applicant]\n" + field + "\n");
        ASSERT_TRUE(file) << field;
        EXPECT_TRUE(file->typed && file->mrz && file->comparison) << field;
    }
    for (const auto* field : {"type = \"id-card\"", "number = \"ID0000000\"", "issued = 2025-01-01",
                              "expires = 2035-01-01", "issuer = \"50-07\""}) {
        const auto file = parse(std::string(zone) + field + "\n");
        ASSERT_TRUE(file) << field;
        EXPECT_TRUE(file->typed && file->mrz && file->comparison) << field;
    }
}

TEST(ApplicantFields, AreComparedAsTypedAgainstTheZone) {
    const auto file = parse(std::string(zone) + "[applicant]\nsurname = \"SADYROV\"\n");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->comparison->first, domain::IdentitySource::typed);
    EXPECT_EQ(file->comparison->second, domain::IdentitySource::mrz);
    EXPECT_EQ(file->comparison->fields[1].first, "SADYROV");
    EXPECT_EQ(file->comparison->fields[1].second, "ASANOV");
}

TEST(ApplicantFields, OfContactMayBeOneOrBoth) {
    const auto email = parse(std::string(zone) + "[contact]\nemail = \"u@Example.com\"\n");
    ASSERT_TRUE(email);
    EXPECT_EQ(email->contact, (domain::Contact{"u@example.com", ""}));
    const auto phone = parse(std::string(zone) + "[contact]\nphone = \"0700 123456\"\n");
    ASSERT_TRUE(phone);
    EXPECT_EQ(phone->contact, (domain::Contact{"", "+996700123456"}));
    EXPECT_FALSE(parse(std::string(zone) + "[contact]\n")->contact);
}

TEST(ApplicantFields, FollowTheOfficesNumberingPlanAndDocuments) {
    const auto text = std::string(zone) + "[contact]\nphone = \"8 (495) 123-45-67\"\n";
    EXPECT_EQ(parse_applicant(text, types, today, "RU")->contact->phone, "+74951234567");
    const std::vector<domain::DocumentType> other = {
        {.id = "residence-card", .edition = "2030", .mrz_code = "I", .series = {"ID"}}};
    EXPECT_EQ(parse_applicant(zone, other, today)->identity.document.type, "residence-card");
    EXPECT_EQ(parse(zone)->identity.document.type, "id-card");
    const auto file = std::filesystem::path(testing::TempDir()) / "koltamga-applicant-plan.toml";
    ASSERT_TRUE(write_file(file, bytes_of(text)));
    EXPECT_EQ(load_applicant(file, types, today, "RU")->contact->phone, "+74951234567");
    std::filesystem::remove(file);
}

// Two digits of a year are read as of the day of the visit.
TEST(ApplicantFields, OfTheZoneAreReadOnTheDayOfTheVisit) {
    EXPECT_EQ(parse(zone)->identity.birth_date->year(), 1990);
    EXPECT_EQ(
        parse_applicant(zone, types, *domain::Date::from(2095, 1, 1))->identity.birth_date->year(),
        2090);
}

TEST(ApplicantFields, OfAFileAreReadUpToItsLimit) {
    auto text = std::string(zone) + "#";
    text.resize(64 * 1024, 'x');
    EXPECT_TRUE(parse(text));
    EXPECT_TRUE(parse(text + "x").failed_with(Code::applicant_too_large));
    const auto file = std::filesystem::path(testing::TempDir()) / "koltamga-applicant-limit.toml";
    ASSERT_TRUE(write_file(file, bytes_of(text)));
    EXPECT_TRUE(load_applicant(file, types, today));
    ASSERT_TRUE(write_file(file, bytes_of(text + "x")));
    EXPECT_TRUE(load_applicant(file, types, today).failed_with(Code::file_too_large));
    std::filesystem::remove(file);
}

} // namespace
} // namespace koltamga::profile
