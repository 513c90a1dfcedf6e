// What an applicant's file may do to an application that stands already.
#include "app/scripted.h"

#include "domain/eligibility.h"

#include <gmock/gmock.h>

namespace koltamga::app {
namespace {

using issuance::Application;
using issuance::Step;
using ::testing::HasSubstr;

domain::Date day(const char* iso) {
    return domain::Date::parse(iso).value();
}

domain::Identity uson() {
    domain::Identity person;
    person.pin = "20101199000008";
    person.names = {"ASANOV", "USON", "Асанов", "Усон", "Жаныбаевич"};
    person.sex = domain::Sex::male;
    person.birth_date = day("1990-01-01");
    person.document = {"id-card", "ID0000000", day("2025-01-01"), day("2035-01-01"), "МКК 211011"};
    return person;
}

constexpr auto given = domain::Consent::given;

profile::ApplicantFile the_file() {
    profile::ApplicantFile file;
    file.identity = uson();
    file.contact = domain::Contact{"uson@example.com", "+996700123456"};
    file.consents = {given, given, given, given};
    return file;
}

// As far as the portrait.
Application the_application() {
    Application application;
    application.id = ApplicationId::from_random(std::array<std::uint8_t, 10>{});
    application.step = Step::portrait;
    application.identity = issuance::IdentityRecorded{};
    application.identity->identity = uson();
    application.contact = issuance::ContactRecorded{"uson@example.com", "+996700123456"};
    application.consent = issuance::ConsentRecorded{{given, given, given, given}};
    return application;
}

TEST(SameData, GoesOn) {
    EXPECT_TRUE(require_same_data(the_file(), the_application(), Answers::from_the_file));
    EXPECT_TRUE(require_same_data(the_file(), the_application(), Answers::at_the_desk));
}

struct Otherwise {
    const char* field;
    void (*change)(profile::ApplicantFile&);
};

class OtherData : public ::testing::TestWithParam<Otherwise> {};

TEST_P(OtherData, IsRefusedAndNamesTheField) {
    auto file = the_file();
    GetParam().change(file);
    const auto same = require_same_data(file, the_application(), Answers::from_the_file);
    ASSERT_TRUE(same.failed_with(Code::app_applicant_differs));
    EXPECT_EQ(same.failure().detail, GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(
    InOneField, OtherData,
    ::testing::Values(
        Otherwise{"surname", [](auto& file) { file.identity.names.surname = "TOKTOROV"; }},
        Otherwise{"surname", [](auto& file) { file.identity.names.surname = "ASANOVA"; }},
        Otherwise{"given-names", [](auto& file) { file.identity.names.given_names = "BEK"; }},
        Otherwise{"surname-cyrillic",
                  [](auto& file) { file.identity.names.surname_cyrillic = "Токторов"; }},
        Otherwise{"sex", [](auto& file) { file.identity.sex = domain::Sex::female; }},
        Otherwise{"birth-date", [](auto& file) { file.identity.birth_date = day("1990-01-02"); }},
        Otherwise{"document-number",
                  [](auto& file) { file.identity.document.number = "ID0000001"; }},
        Otherwise{"document-expires",
                  [](auto& file) { file.identity.document.expires = day("2034-01-01"); }},
        Otherwise{"document-issuer",
                  [](auto& file) { file.identity.document.issuer = "МКК 211012"; }},
        Otherwise{"email", [](auto& file) { file.contact->email = "bek@example.com"; }},
        Otherwise{"phone", [](auto& file) { file.contact->phone = "+996700123457"; }},
        Otherwise{"personal-data",
                  [](auto& file) { file.consents.personal_data = domain::Consent::withheld; }},
        Otherwise{"register-lookup",
                  [](auto& file) { file.consents.register_lookup = domain::Consent::withheld; }},
        Otherwise{"terms", [](auto& file) { file.consents.terms = domain::Consent::withheld; }},
        Otherwise{"pin", [](auto& file) { file.identity.pin = "20101199000013"; }},
        Otherwise{"surname", [](auto& file) { file.identity.names.surname = "A-SANOV"; }},
        Otherwise{"uis-account",
                  [](auto& file) { file.consents.uis_account = domain::Consent::withheld; }}));

TEST(OtherData, NamesEveryFieldInTheClerksWords) {
    auto file = the_file();
    file.identity.birth_date = day("1991-01-01");
    file.contact->email = "bek@example.com";
    const auto same = require_same_data(file, the_application(), Answers::from_the_file);
    ASSERT_FALSE(same);
    EXPECT_THAT(words_for(same.failure(), Language::en).cause, HasSubstr("date of birth, e-mail"));
    EXPECT_THAT(words_for(same.failure(), Language::ru).cause,
                HasSubstr("дата рождения, электронная почта"));
    EXPECT_THAT(words_for(same.failure(), Language::ky).cause,
                HasSubstr("туулган күнү, электрондук почта"));
    EXPECT_THAT(same.failure().detail, ::testing::Not(HasSubstr("1991")));
}

// The zone cuts and spells as it must; that is no other person.
TEST(OtherData, IsNotASpellingOfAnotherSource) {
    auto file = the_file();
    file.identity.names.surname = "A-SANOV";
    file.identity.source = domain::IdentitySource::mrz;
    EXPECT_TRUE(require_same_data(file, the_application(), Answers::from_the_file));
}

TEST(OtherData, NamesTheApplicationAndTheFieldsInOrder) {
    auto file = the_file();
    file.identity.pin = "20101199000013";
    file.contact->phone = "+996700123457";
    file.consents.terms = domain::Consent::withheld;
    const auto same = require_same_data(file, the_application(), Answers::from_the_file);
    EXPECT_EQ(same.failure().detail, "pin,phone,terms");
    EXPECT_THAT(words_for(same.failure(), Language::en).cause, HasSubstr("0000-0000-0000-0000"));
}

TEST(OtherData, IsAlsoWhatWasNotRecordedAndWouldBeLost) {
    auto application = the_application();
    application.identity->identity.names.patronymic.clear();
    const auto same = require_same_data(the_file(), application, Answers::from_the_file);
    ASSERT_TRUE(same.failed_with(Code::app_applicant_differs));
    EXPECT_EQ(same.failure().detail, "patronymic");
}

TEST(OtherData, IsNotWhatTheFileLeavesOut) {
    auto file = the_file();
    file.identity.names.patronymic.clear();
    file.contact.reset();
    EXPECT_TRUE(require_same_data(file, the_application(), Answers::from_the_file));
    file.contact = domain::Contact{"", "+996700123456"};
    EXPECT_TRUE(require_same_data(file, the_application(), Answers::from_the_file));
    file.contact = domain::Contact{"uson@example.com", ""};
    EXPECT_TRUE(require_same_data(file, the_application(), Answers::from_the_file));
}

TEST(Consents, OfAFileAreNotEvenComparedAtARealDesk) {
    auto file = the_file();
    file.consents = {};
    EXPECT_FALSE(require_same_data(file, the_application(), Answers::from_the_file));
    EXPECT_TRUE(require_same_data(file, the_application(), Answers::at_the_desk));
}

TEST(RealDesk, TakesNoStepOfTheApplicantsFromAFile) {
    auto application = the_application();
    for (const auto step : {Step::decide, Step::contact, Step::portrait, Step::key}) {
        application.step = step;
        const auto taken = require_desk_steps_taken(application, Answers::at_the_desk);
        EXPECT_TRUE(taken.failed_with(Code::app_at_the_desk)) << name_of(step);
        EXPECT_TRUE(require_desk_steps_taken(application, Answers::from_the_file)) << name_of(step);
    }
    EXPECT_THAT(words_for(require_desk_steps_taken(application, Answers::at_the_desk).failure(),
                          Language::ru)
                    .cause,
                HasSubstr("Ключ"));
}

TEST(RealDesk, GoesOnWithWhatWasFinishedThere) {
    auto application = the_application();
    for (const auto step : {Step::certificate, Step::hand_over, Step::done}) {
        application.step = step;
        EXPECT_TRUE(require_desk_steps_taken(application, Answers::at_the_desk)) << name_of(step);
    }
    application.step = Step::decide;
    application.state = issuance::State::refused;
    EXPECT_TRUE(require_desk_steps_taken(application, Answers::at_the_desk));
}

} // namespace
} // namespace koltamga::app
