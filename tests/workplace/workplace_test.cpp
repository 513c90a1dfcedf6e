#include "tests/workplace/window.h"

#include "base/file.h"
#include "tests/journey/office.h"

#include <gmock/gmock.h>

namespace koltamga::workplace {
namespace {

using desk::Field;
using issuance::Application;
using issuance::Progress;
using issuance::State;
using issuance::Step;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

SecretBytes secret(std::string_view text) {
    return SecretBytes(bytes_of(text));
}

desk::PassportForm passport(const std::string& pin = "20101199000008",
                            const std::string& number = "ID0000000") {
    desk::PassportForm form;
    form[Field::pin] = pin;
    form[Field::surname] = "ASANOV";
    form[Field::given_names] = "USON";
    form[Field::surname_cyrillic] = "Асанов";
    form[Field::given_names_cyrillic] = "Усон";
    form[Field::sex] = "M";
    form[Field::birth_date] = "01.01.1990";
    form[Field::document_type] = "id-card";
    form[Field::document_number] = number;
    form[Field::issued] = "01.01.2025";
    form[Field::expires] = "01.01.2035";
    return form;
}

constexpr domain::Consents all_given{domain::Consent::given, domain::Consent::given,
                                     domain::Consent::given, domain::Consent::given};

class WorkplaceTest : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(office.enrol().status, 0);
        reopen();
    }
    void reopen() {
        place.reset();
        app::Options options;
        options.profile = office.profile();
        options.data = office.station();
        auto opened = app::StationWorkplace::open(options, clock, window.post());
        ASSERT_TRUE(opened) << name_of(opened.failure().code);
        place = std::move(*opened);
    }
    Result<desk::Clerk> sign_in(const std::string& name = "aida",
                                const std::string& password = "correct horse battery") {
        return window.answer<desk::Clerk>(
            [&](auto then) { place->sign_in(name, secret(password), then); });
    }
    Result<Application> told(const std::function<void(desk::Workplace::Told)>& ask) {
        return window.answer<Application>([&](auto then) { ask(std::move(then)); });
    }
    Application must(Result<Application> result) {
        EXPECT_TRUE(result) << name_of(result.failure().code) << " " << result.failure().detail;
        return result ? std::move(*result) : Application();
    }
    Application identified(const desk::PassportForm& form = passport()) {
        const auto person = desk::person_of(form, place->passport_rules());
        EXPECT_TRUE(person);
        return must(told([&](auto then) { place->identify(*person, then); }));
    }
    Application to_the_portrait() {
        auto application = identified();
        const auto id = *application.id;
        must(told([&](auto then) {
            place->decide(id, issuance::Decision{all_given, {}, true, true}, then);
        }));
        return must(told([&](auto then) {
            place->contact(id, issuance::ContactRecorded{"uson@example.com", "+996700123456"},
                           all_given, then);
        }));
    }
    Application to_the_key() {
        const auto application = to_the_portrait();
        const auto picture =
            read_file(std::string(KOLTAMGA_TEST_DATA) + "/portraits/astronaut.jpg", 10'000'000);
        return must(
            told([&](auto then) { place->portrait(*application.id, *picture, "practice", then); }));
    }
    Application with_key() {
        const auto application = to_the_key();
        return must(told([&](auto then) {
            place->make_key(*application.id, secret("S3cret of the applicant"), Language::ru, then);
        }));
    }
    Progress gone_on(const ApplicationId& id) {
        auto progress =
            window.answer<Progress>([&](auto then) { place->go_on(id, std::move(then)); });
        EXPECT_TRUE(progress) << name_of(progress.failure().code);
        return std::move(*progress);
    }
    desk::Overview overview() {
        auto seen =
            window.answer<desk::Overview>([&](auto then) { place->overview(std::move(then)); });
        EXPECT_TRUE(seen) << name_of(seen.failure().code);
        return std::move(*seen);
    }
    std::vector<desk::Row> found(const std::string& words) {
        auto rows = window.answer<std::vector<desk::Row>>(
            [&](auto then) { place->search(words, 10, std::move(then)); });
        EXPECT_TRUE(rows) << name_of(rows.failure().code);
        return rows ? std::move(*rows) : std::vector<desk::Row>();
    }

    journey::Office office{"ec-p256"};
    SystemClock clock;
    Window window;
    std::unique_ptr<app::StationWorkplace> place;
};

TEST_F(WorkplaceTest, TakesAnApplicantFromThePassportToTheCertificateInTheirHands) {
    EXPECT_TRUE(place->office().practice);
    const auto clerk = sign_in();
    ASSERT_TRUE(clerk) << name_of(clerk.failure().code);
    EXPECT_EQ(clerk->role, desk::Role::supervisor);
    const auto application = with_key();
    EXPECT_EQ(application.step, Step::certificate);
    const auto id = *application.id;
    const auto progress = gone_on(id);
    EXPECT_FALSE(progress.obstacle);
    EXPECT_TRUE(progress.application.ready_to_hand_over());
    const auto done =
        must(told([&](auto then) { place->hand_over(id, std::filesystem::path(), then); }));
    EXPECT_EQ(done.state, State::handed_over);
    EXPECT_EQ(done.key->terms_language, "ru");
    EXPECT_EQ(done.key->accepted_how, "in-person");
    EXPECT_EQ(office.certificates("valid"), 1U);
    for (const auto paper : {&desk::Workplace::agreement, &desk::Workplace::certificate_sheet}) {
        const auto pdf =
            window.answer<Bytes>([&](auto then) { (place.get()->*paper)(id, std::move(then)); });
        ASSERT_TRUE(pdf) << name_of(pdf.failure().code);
        EXPECT_EQ(text_of(*pdf).substr(0, 5), "%PDF-");
    }
    const auto synced =
        window.answer<desk::Synced>([&](auto then) { place->sync(std::move(then)); });
    ASSERT_TRUE(synced);
    EXPECT_FALSE(synced->stopped_by);
    EXPECT_EQ(synced->receipted, 1U);
    const auto seen = overview();
    ASSERT_EQ(seen.today.size(), 1U);
    EXPECT_TRUE(seen.today.front().receipted);
    EXPECT_THAT(seen.needs_you, IsEmpty());
    EXPECT_THAT(seen.outside, IsEmpty());
}

TEST_F(WorkplaceTest, NothingIsDoneBeforeSomebodySignsIn) {
    const auto seen =
        window.answer<desk::Overview>([&](auto then) { place->overview(std::move(then)); });
    EXPECT_TRUE(seen.failed_with(Code::app_not_signed_in));
    const auto wrong = sign_in("aida", "not the password");
    EXPECT_FALSE(wrong);
    const auto person = desk::person_of(passport(), place->passport_rules());
    EXPECT_TRUE(told([&](auto then) {
                    place->identify(*person, then);
                }).failed_with(Code::app_not_signed_in));
}

TEST_F(WorkplaceTest, ASecondWindowIsToldThatOneIsOpen) {
    app::Options options;
    options.profile = office.profile();
    options.data = office.station();
    EXPECT_TRUE(app::StationWorkplace::open(options, clock, window.post())
                    .failed_with(Code::db_second_instance));
}

TEST_F(WorkplaceTest, AfterLockingOnlyTheSameClerkComesInAndFindsTheWorkWhereItWas) {
    office.password("bek", "another long password");
    place.reset();
    ASSERT_EQ(office
                  .ctl({"operator", "add", "bek", "--role", "operator", "--password-file",
                        (office.folder() / "bek.password").string()})
                  .status,
              0);
    reopen();
    ASSERT_TRUE(sign_in());
    const auto id = *to_the_portrait().id;
    place->lock();
    EXPECT_TRUE(
        told([&](auto then) { place->read(id, then); }).failed_with(Code::app_not_signed_in));
    EXPECT_TRUE(sign_in("bek", "another long password").failed_with(Code::app_locked_by_another));
    EXPECT_FALSE(sign_in("aida", "not the password"));
    ASSERT_TRUE(sign_in());
    EXPECT_EQ(must(told([&](auto then) { place->read(id, then); })).step, Step::portrait);
    place->sign_out();
    EXPECT_TRUE(sign_in("bek", "another long password")) << "whoever signs out leaves the desk";
}

TEST_F(WorkplaceTest, AnswersToWhoeverHasLeftNeverCome) {
    ASSERT_TRUE(sign_in());
    bool answered = false;
    place->overview([&](auto) { answered = true; });
    place->lock();
    ASSERT_TRUE(sign_in());
    EXPECT_FALSE(answered);
    place->overview([&](auto) { answered = true; });
    place.reset(); // the window closes with the question open
    EXPECT_FALSE(answered);
}

TEST_F(WorkplaceTest, TheNextApplicantDoesNotWaitForASlowAuthority) {
    ASSERT_TRUE(sign_in());
    const auto id = *with_key().id;
    office.fault("slow=5");
    std::optional<Result<Progress>> first;
    place->go_on(id, [&](Result<Progress> progress) { first.emplace(std::move(progress)); });
    const auto next = identified(passport("12902200000009", "ID0000001"));
    EXPECT_EQ(next.step, Step::decide);
    EXPECT_FALSE(first) << "the authority has not answered yet";
    EXPECT_EQ(found("ASANOV").size(), 2U) << "and searching goes on as well";
    office.fault("none");
    while (!first) {
        window.run_next();
    }
    ASSERT_TRUE(*first);
    EXPECT_TRUE((*first)->application.ready_to_hand_over());
}

TEST_F(WorkplaceTest, SearchesByNumberDocumentRecordAndTheBeginningsOfNames) {
    ASSERT_TRUE(sign_in());
    const auto id = *identified().id;
    for (const auto* words : {"20101199000008", "2 0101 1990 00008", "ID0000000", "id 0000000",
                              "asan us", "USON", "uson asanov", "  asanov  "}) {
        const auto rows = found(words);
        ASSERT_EQ(rows.size(), 1U) << words;
        EXPECT_EQ(rows.front().application, id) << words;
        EXPECT_EQ(rows.front().name, "ASANOV USON");
    }
    EXPECT_EQ(found(id.text()).size(), 1U);
    for (const auto* words : {"", " ", "sanov", "20101199000009", "ID0000001", "asan bek", "%"}) {
        EXPECT_THAT(found(words), IsEmpty()) << words;
    }
    const auto other = *identified(passport("12902200000009", "ID0000001")).id;
    const auto rows = found("asanov");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows.front().application, other) << "the newest first";
}

TEST_F(WorkplaceTest, AnApplicationThatIsOpenIsGoneOnWith) {
    ASSERT_TRUE(sign_in());
    const auto id = *to_the_portrait().id;
    const auto again = identified();
    EXPECT_EQ(again.id, id);
    EXPECT_EQ(again.step, Step::portrait);
    const auto seen = overview();
    ASSERT_EQ(seen.needs_you.size(), 1U);
    EXPECT_EQ(seen.needs_you.front().application, id);
}

TEST_F(WorkplaceTest, WhatIsTypedOutlivesTheWindowAndIsSealed) {
    ASSERT_TRUE(sign_in());
    const auto id = place->new_draft_id();
    const auto typed = desk::written(passport());
    ASSERT_TRUE(window.answer<desk::Nothing>(
        [&](auto then) { place->save_draft(id, secret(typed), std::move(then)); }));
    reopen();
    ASSERT_TRUE(sign_in());
    EXPECT_THAT(overview().drafts, ElementsAre(id));
    const auto kept =
        window.answer<desk::Draft>([&](auto then) { place->draft(id, std::move(then)); });
    ASSERT_TRUE(kept);
    ASSERT_TRUE(*kept);
    EXPECT_EQ(desk::read_form(text_of((*kept)->view())), passport());
    for (const char* file : {"station.db", "station.db-wal"}) {
        const auto octets = journey::read_text(office.station() / file);
        EXPECT_EQ(octets.find("20101199000008"), std::string::npos) << file;
    }
    ASSERT_TRUE(
        window.answer<desk::Nothing>([&](auto then) { place->drop_draft(id, std::move(then)); }));
    EXPECT_THAT(overview().drafts, IsEmpty());
}

TEST_F(WorkplaceTest, GivingUpEndsTheApplication) {
    ASSERT_TRUE(sign_in());
    const auto id = *with_key().id;
    const auto progress =
        window.answer<Progress>([&](auto then) { place->cancel(id, "left", std::move(then)); });
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->application.state, State::cancelled);
    EXPECT_EQ(office.certificates("valid"), 0U);
}

TEST_F(WorkplaceTest, WhatDecidingWouldComeToIsSaidAndNotRecorded) {
    ASSERT_TRUE(sign_in());
    const auto id = *identified().id;
    const auto verdict = window.answer<domain::Verdict>([&](auto then) {
        place->foresee(id, issuance::Decision{all_given, {}, true, true}, std::move(then));
    });
    ASSERT_TRUE(verdict);
    EXPECT_NE(verdict->kind, domain::VerdictKind::refused);
    EXPECT_EQ(must(told([&](auto then) { place->read(id, then); })).step, Step::decide);
}

TEST_F(WorkplaceTest, APictureFileThatIsNotThereIsSaid) {
    ASSERT_TRUE(sign_in());
    const auto id = *to_the_portrait().id;
    const auto told_of = told([&](auto then) {
        place->portrait_file(id, office.folder() / "none.jpg", "no camera", std::move(then));
    });
    ASSERT_FALSE(told_of);
    EXPECT_EQ(told_of.failure().code, Code::file_unreadable);
}

TEST_F(WorkplaceTest, ASupervisorAddsAndEndsOperatorsAndTheWorkGoesOn) {
    ASSERT_TRUE(sign_in());
    const auto deed = [&](const auto& ask) { return window.answer<desk::Nothing>(ask); };
    ASSERT_TRUE(deed([&](auto then) {
        place->add_operator("beka", desk::Role::auditor, secret("beka's own password"), then);
    }));
    ASSERT_TRUE(
        deed([&](auto then) { place->reset_operator("beka", secret("another of beka's"), then); }));
    ASSERT_TRUE(deed([&](auto then) { place->disable_operator("beka", then); }));
    const auto lines = window.answer<std::vector<desk::OperatorLine>>(
        [&](auto then) { place->operators(std::move(then)); });
    ASSERT_TRUE(lines);
    ASSERT_EQ(lines->size(), 2U);
    EXPECT_EQ(lines->back().name, "beka");
    EXPECT_EQ(lines->back().role, desk::Role::auditor);
    EXPECT_TRUE(lines->back().disabled);
    const auto application = with_key(); // under the station's new data key
    EXPECT_THAT(found("ASANOV"), SizeIs(1));
    EXPECT_TRUE(gone_on(*application.id).application.ready_to_hand_over());
}

TEST_F(WorkplaceTest, AnAuditorChecksAndExportsAndChangesNothing) {
    ASSERT_TRUE(sign_in());
    ASSERT_TRUE(window.answer<desk::Nothing>([&](auto then) {
        place->add_operator("beka", desk::Role::auditor, secret("beka's own password"), then);
    }));
    place->sign_out();
    ASSERT_TRUE(sign_in("beka", "beka's own password"));
    const auto check = window.answer<desk::JournalCheck>(
        [&](auto then) { place->check_journal(std::move(then)); });
    ASSERT_TRUE(check) << name_of(check.failure().code);
    EXPECT_TRUE(check->sound);
    EXPECT_FALSE(check->words[2].empty());
    const auto file = office.folder() / "journal.p7m";
    const auto exported = [&] {
        return window.answer<desk::Nothing>(
            [&](auto then) { place->export_journal(file, std::move(then)); });
    };
    ASSERT_TRUE(exported());
    EXPECT_TRUE(std::filesystem::exists(file));
    EXPECT_FALSE(exported()) << "an export is never replaced";
    const auto today = window.answer<Bytes>(
        [&](auto then) { place->day_register(place->passport_rules().today, std::move(then)); });
    ASSERT_TRUE(today);
    EXPECT_EQ(text_of(*today).substr(0, 5), "%PDF-");
    const auto lines = window.answer<std::vector<desk::OperatorLine>>(
        [&](auto then) { place->operators(std::move(then)); });
    EXPECT_TRUE(lines.failed_with(Code::operator_not_allowed));
    const auto person = desk::person_of(passport(), place->passport_rules());
    EXPECT_TRUE(told([&](auto then) {
                    place->identify(*person, then);
                }).failed_with(Code::operator_not_allowed));
}

TEST_F(WorkplaceTest, APrintSystemThatIsNotThereIsSaidAndThePaperIsNotCounted) {
    setenv("CUPS_SERVER", "localhost:9", 1);
    ASSERT_TRUE(sign_in());
    const auto application = with_key();
    const auto id = *application.id;
    const auto before = application.last_sequence;
    const auto printed = window.answer<desk::Printed>(
        [&](auto then) { place->print(id, issuance::Paper::agreement, std::move(then)); });
    ASSERT_FALSE(printed);
    EXPECT_EQ(printed.failure().code, Code::print_not_answering);
    const auto after = must(told([&](auto then) { place->read(id, then); }));
    EXPECT_EQ(after.last_sequence, before) << "the journal knows no copy";
    EXPECT_TRUE(gone_on(id).application.ready_to_hand_over());
}

TEST_F(WorkplaceTest, EveryInventedPersonCanBePractisedWith) {
    const auto rules = place->passport_rules();
    EXPECT_THAT(place->office().practising, SizeIs(4));
    for (const auto& somebody : place->office().practising) {
        const auto person =
            desk::person_of(desk::filled_from_zone(somebody.passport, rules), rules);
        ASSERT_TRUE(person) << somebody.name << " " << person.failure().detail;
        const auto& names = person->identity.names;
        EXPECT_TRUE(domain::spells_loosely(names.surname, names.surname_cyrillic));
        EXPECT_TRUE(domain::spells_loosely(names.given_names, names.given_names_cyrillic));
    }
    EXPECT_FALSE(place->office().terms.empty()) << "which the applicant accepts";
}

} // namespace
} // namespace koltamga::workplace
