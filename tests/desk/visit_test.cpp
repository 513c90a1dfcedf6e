#include "desk/visit.h"

#include <gmock/gmock.h>

namespace koltamga::desk {
namespace {

using domain::Consent;
using issuance::Application;
using issuance::Progress;
using issuance::State;
using issuance::Step;
using testing::ElementsAre;
using testing::IsEmpty;

ApplicationId id_of(std::uint8_t number) {
    std::array<std::uint8_t, 10> octets{};
    octets[9] = number;
    return ApplicationId::from_random(octets);
}

// Keeps what was asked, and answers when the test says so.
class Station final : public Workplace {
  public:
    const Office& office() const override { return office_; }
    void sign_in(std::string, SecretBytes, Then<Clerk>) override {}
    void lock() override {}
    void sign_out() override {}
    PassportRules passport_rules() const override {
        PassportRules rules;
        rules.today = *domain::Date::parse("2026-11-22");
        return rules;
    }
    void read(const ApplicationId&, Told then) override { asked("read", std::move(then)); }
    void identify(issuance::Person person, Told then) override {
        person_ = std::move(person);
        asked("identify", std::move(then));
    }
    void foresee(const ApplicationId&, issuance::Decision decision,
                 Then<domain::Verdict> then) override {
        decision_ = std::move(decision);
        log.emplace_back("foresee");
        then(foreseen);
    }
    void decide(const ApplicationId&, issuance::Decision decision, Told then) override {
        decision_ = std::move(decision);
        asked("decide", std::move(then));
    }
    void contact(const ApplicationId&, issuance::ContactRecorded contact, domain::Consents given,
                 Told then) override {
        contact_ = std::move(contact);
        consents_ = given;
        asked("contact", std::move(then));
    }
    void portrait(const ApplicationId&, Bytes, std::string, Told then) override {
        asked("portrait", std::move(then));
    }
    void portrait_file(const ApplicationId&, std::filesystem::path, std::string,
                       Told then) override {
        asked("portrait_file", std::move(then));
    }
    void make_key(const ApplicationId&, SecretBytes password, Language, Told then) override {
        password_ = text_of(password.view());
        asked("make_key", std::move(then));
    }
    void go_on(const ApplicationId&, Then<Progress> then) override {
        log.emplace_back("go_on");
        progress_ = std::move(then);
    }
    void hand_over(const ApplicationId&, std::filesystem::path, Told then) override {
        asked("hand_over", std::move(then));
    }
    void cancel(const ApplicationId&, std::string reason, Then<Progress> then) override {
        log.push_back("cancel " + reason);
        progress_ = std::move(then);
    }
    void portrait_of(const ApplicationId&, Then<Bytes>) override {}
    void agreement(const ApplicationId&, Then<Bytes>) override {}
    void certificate_sheet(const ApplicationId&, Then<Bytes>) override {}
    void print(const ApplicationId&, issuance::Paper, Then<Printed>) override {}
    void overview(Then<Overview>) override {}
    void search(std::string, std::size_t, Then<std::vector<Row>>) override {}
    void sync(Then<Synced>) override {}
    void operators(Then<std::vector<OperatorLine>>) override {}
    void add_operator(std::string, Role, SecretBytes, Then<Nothing>) override {}
    void reset_operator(std::string, SecretBytes, Then<Nothing>) override {}
    void disable_operator(std::string, Then<Nothing>) override {}
    void check_journal(Then<JournalCheck>) override {}
    void export_journal(std::filesystem::path, Then<Nothing>) override {}
    void day_register(domain::Date, Then<Bytes>) override {}
    void save_draft(const ApplicationId& id, SecretBytes content, Then<Nothing> then) override {
        drafts[id] = text_of(content.view());
        if (answers_drafts) {
            then(Nothing());
        } else {
            kept_ = std::move(then);
        }
    }
    void draft(const ApplicationId& id, Then<Draft> then) override {
        const auto found = drafts.find(id);
        then(found == drafts.end() ? Draft()
                                   : std::make_shared<SecretBytes>(bytes_of(found->second)));
    }
    void drop_draft(const ApplicationId& id, Then<Nothing> then) override {
        drafts.erase(id);
        then(Nothing());
    }
    ApplicationId new_draft_id() override { return id_of(200); }

    // The station's answers.
    void answer(Application application) {
        const auto then = std::exchange(told_, nullptr);
        then(std::move(application));
    }
    void refuse(Failure failure) {
        const auto then = std::exchange(told_, nullptr);
        then(std::move(failure));
    }
    void progress(Application application, std::optional<Failure> obstacle = {}) {
        const auto then = std::exchange(progress_, nullptr);
        then(Progress{std::move(application), std::move(obstacle)});
    }

    std::vector<std::string> log;
    domain::Verdict foreseen{domain::VerdictKind::eligible, {}, {}, {}, {}};
    std::map<ApplicationId, std::string> drafts;
    issuance::Person person_;
    issuance::Decision decision_;
    issuance::ContactRecorded contact_;
    domain::Consents consents_;
    std::string password_;
    bool answers_drafts = true;
    Then<Nothing> kept_;

  private:
    void asked(const char* what, Told then) {
        log.emplace_back(what);
        told_ = std::move(then);
    }
    Office office_;
    Told told_;
    Then<Progress> progress_;
};

Bytes picture(std::string_view octets) {
    const auto view = bytes_of(octets);
    return {view.begin(), view.end()};
}

Application standing_at(Step step, State state = State::draft) {
    Application application;
    application.id = id_of(1);
    application.step = step;
    application.state = state;
    return application;
}

Application with_key() {
    auto application = standing_at(Step::certificate, State::waiting_for_ca);
    application.key.emplace();
    return application;
}

class VisitTest : public testing::Test {
  protected:
    void type_passport() {
        const std::pair<Field, const char*> typed[] = {{Field::pin, "20101199000008"},
                                                       {Field::surname, "ASANOV"},
                                                       {Field::sex, "M"},
                                                       {Field::birth_date, "01.01.1990"},
                                                       {Field::document_type, "id-card"},
                                                       {Field::document_number, "ID0000000"},
                                                       {Field::expires, "01.01.2035"}};
        for (const auto& [field, words] : typed) {
            visit->type(field, words);
            visit->leave(field);
        }
    }
    void at_page(Step step) {
        visit = std::make_unique<Visit>(station, id_of(1), [this] { ++drawn; });
        station.answer(standing_at(step));
        station.log.clear();
    }

    Station station;
    int drawn = 0;
    std::unique_ptr<Visit> visit = std::make_unique<Visit>(station, [this] { ++drawn; });
};

TEST_F(VisitTest, GoesFromPageToPageAsTheStationAnswers) {
    EXPECT_EQ(visit->page(), Page::passport);
    visit->answer(Ask::personal_data, true);
    type_passport();
    visit->go_on();
    EXPECT_TRUE(visit->waiting());
    EXPECT_EQ(station.person_.identity.pin, "20101199000008");
    station.answer(standing_at(Step::decide));
    EXPECT_FALSE(visit->waiting());
    EXPECT_EQ(visit->page(), Page::eligibility);
    EXPECT_FALSE(visit->may_go_on()) << "nobody has asked about the register yet";
    visit->answer(Ask::register_lookup, false);
    visit->go_on();
    EXPECT_EQ(station.decision_.consents.register_lookup, Consent::withheld);
    EXPECT_EQ(station.decision_.consents.personal_data, Consent::given);
    station.answer(standing_at(Step::contact));
    EXPECT_FALSE(visit->may_go_on());
    visit->type_contact({"Uson@Example.com", "0700 123 456"});
    visit->answer(Ask::uis_account, true);
    EXPECT_TRUE(visit->may_go_on());
    visit->go_on();
    EXPECT_EQ(station.contact_.email, "Uson@example.com");
    EXPECT_EQ(station.contact_.phone, "+996700123456");
    EXPECT_EQ(station.consents_.uis_account, Consent::given);
    station.answer(standing_at(Step::portrait));
    visit->take_picture(picture("picture"), "");
    station.answer(standing_at(Step::key));
    EXPECT_EQ(visit->page(), Page::applicants_moment);
    visit->answer(Ask::terms, true);
    visit->choose_password(SecretBytes(bytes_of("long enough")),
                           SecretBytes(bytes_of("long enough")), Language::ky);
    EXPECT_EQ(station.password_, "long enough");
    station.answer(with_key());
    EXPECT_THAT(station.log, ElementsAre("identify", "foresee", "decide", "contact", "portrait",
                                         "make_key", "go_on"))
        << "the authority is asked without anybody's act";
    station.progress(standing_at(Step::done, State::handed_over));
    EXPECT_EQ(visit->page(), Page::closed);
    EXPECT_GT(drawn, 10);
}

TEST_F(VisitTest, RecordsNothingOfWhoeverHasNotAgreed) {
    type_passport();
    for (const bool asked : {false, true}) {
        if (asked) {
            visit->answer(Ask::personal_data, false);
        }
        visit->go_on();
        ASSERT_TRUE(visit->failure());
        EXPECT_EQ(visit->failure()->code, Code::desk_consent_missing);
        EXPECT_THAT(station.log, IsEmpty());
    }
}

TEST_F(VisitTest, SaysWhatIsWrongWhereItIsAndNotBefore) {
    visit->type(Field::pin, "123");
    EXPECT_EQ(visit->judgement(Field::pin).standing, Standing::untouched) << "still being typed";
    visit->leave(Field::pin);
    EXPECT_EQ(visit->judgement(Field::pin).standing, Standing::wrong);
    EXPECT_EQ(visit->judgement(Field::surname).standing, Standing::untouched);
    EXPECT_FALSE(visit->first_wrong());
    visit->answer(Ask::personal_data, true);
    visit->go_on();
    EXPECT_THAT(station.log, IsEmpty());
    EXPECT_EQ(visit->first_wrong(), Field::pin);
    EXPECT_EQ(visit->judgement(Field::surname).standing, Standing::wrong) << "and is empty";
    EXPECT_EQ(visit->failure()->code, Code::desk_field_wrong);
}

TEST_F(VisitTest, KeepsWhatIsTypedFromFieldToFieldAndForgetsItWithTheFirstStep) {
    visit->leave(Field::pin);
    EXPECT_THAT(station.drafts, IsEmpty()) << "nothing is typed";
    type_passport();
    ASSERT_EQ(station.drafts.size(), 1U);
    EXPECT_EQ(read_typed(station.drafts.begin()->second), (Typed{visit->passport(), {}, {}}));
    const auto draft = station.drafts.begin()->first;
    visit = Visit::from_draft(station, draft, [] {});
    EXPECT_EQ(visit->passport()[Field::surname], "ASANOV");
    EXPECT_EQ(visit->judgement(Field::surname).standing, Standing::good);
    visit->answer(Ask::personal_data, true);
    visit->go_on();
    station.answer(standing_at(Step::decide));
    EXPECT_THAT(station.drafts, IsEmpty());
}

TEST_F(VisitTest, KeepsOneDraftAfterAnotherAndTheNewestLast) {
    station.answers_drafts = false;
    visit->type(Field::surname, "A");
    visit->type(Field::surname, "AS");
    visit->type(Field::surname, "ASA");
    const auto kept = [&] {
        return read_typed(station.drafts.begin()->second)->passport[Field::surname];
    };
    EXPECT_EQ(kept(), "A") << "the first is still being written";
    station.answers_drafts = true;
    station.kept_(Nothing());
    EXPECT_EQ(kept(), "ASA");
}

TEST_F(VisitTest, KeepsWhatIsTypedOnTheContactPageToo) {
    at_page(Step::contact);
    visit->type_contact({"uson@example.com", "+9967"});
    visit = std::make_unique<Visit>(station, id_of(1), [] {});
    station.answer(standing_at(Step::contact));
    EXPECT_EQ(visit->contact().email, "uson@example.com");
    EXPECT_EQ(visit->contact().phone, "+9967");
    visit->type_contact({"uson@example.com", "+996700123456"});
    visit->answer(Ask::uis_account, true);
    visit->go_on();
    station.answer(standing_at(Step::portrait));
    EXPECT_THAT(station.drafts, IsEmpty());
}

TEST_F(VisitTest, WhoeverIsRecordedHasAgreedToIt) {
    at_page(Step::decide); // by a window that has gone
    visit->answer(Ask::register_lookup, true);
    visit->go_on();
    EXPECT_EQ(station.decision_.consents.personal_data, Consent::given);
}

domain::Reason reason(std::string rule, domain::Effect effect) {
    return {std::move(rule), "1", effect, {"", "", "Because."}, {}};
}

TEST_F(VisitTest, ShowsWhatIsOddBeforeItIsDecidedAndWaitsForTheClerksConfirmation) {
    at_page(Step::decide);
    station.foreseen.reasons = {reason("names-differ", domain::Effect::warns)};
    visit->answer(Ask::register_lookup, true);
    visit->go_on();
    ASSERT_TRUE(visit->verdict());
    EXPECT_THAT(station.log, ElementsAre("foresee"));
    EXPECT_FALSE(visit->may_go_on());
    visit->confirm_warnings(true);
    EXPECT_TRUE(visit->may_go_on());
    visit->go_on();
    EXPECT_THAT(station.log, ElementsAre("foresee", "decide"));
    EXPECT_TRUE(station.decision_.warnings_confirmed);
}

TEST_F(VisitTest, ShowsARefusalBeforeItIsRecorded) {
    at_page(Step::decide);
    station.foreseen = {
        domain::VerdictKind::refused, {reason("full-age", domain::Effect::refuses)}, {}, {}, {}};
    visit->answer(Ask::register_lookup, true);
    visit->go_on();
    EXPECT_THAT(station.log, ElementsAre("foresee"));
    EXPECT_FALSE(visit->may_replace());
    visit->go_on();
    EXPECT_THAT(station.log, ElementsAre("foresee", "decide"));
}

TEST_F(VisitTest, OfACertificateThatIsThereTheClerkDecides) {
    at_page(Step::decide);
    station.foreseen = {domain::VerdictKind::refused,
                        {reason("certificate-held", domain::Effect::refuses)},
                        {},
                        {},
                        {}};
    visit->answer(Ask::register_lookup, true);
    visit->go_on();
    EXPECT_TRUE(visit->may_replace());
    visit->give_reissue_reason("phone lost");
    station.foreseen = {domain::VerdictKind::eligible,
                        {reason("certificate-reissue", domain::Effect::notes)},
                        {},
                        {},
                        {}};
    visit->go_on();
    EXPECT_THAT(station.log, ElementsAre("foresee", "foresee", "decide"));
    EXPECT_EQ(station.decision_.reissue_reason, "phone lost");
}

TEST_F(VisitTest, WithoutAReasonACertificateThatIsThereRefuses) {
    at_page(Step::decide);
    station.foreseen = {domain::VerdictKind::refused,
                        {reason("certificate-held", domain::Effect::refuses)},
                        {},
                        {},
                        {}};
    visit->answer(Ask::register_lookup, true);
    visit->go_on();
    visit->go_on();
    EXPECT_THAT(station.log, ElementsAre("foresee", "foresee", "decide"));
}

TEST_F(VisitTest, AfterTheLockItIsReadAnew) {
    at_page(Step::contact);
    visit->type_contact({"uson@example.com", "+996700123456"});
    visit->answer(Ask::uis_account, true);
    visit->go_on(); // and the answer never comes
    visit->come_back();
    station.answer(standing_at(Step::portrait));
    EXPECT_EQ(visit->page(), Page::portrait);
    EXPECT_FALSE(visit->waiting());
}

TEST_F(VisitTest, ADraftThatCannotBeKeptIsTold) {
    station.answers_drafts = false;
    type_passport();
    station.kept_(fail(Code::db_full));
    EXPECT_EQ(visit->failure()->code, Code::db_full);
}

TEST_F(VisitTest, StaysOnThePageWhenTheStationFails) {
    at_page(Step::contact);
    visit->type_contact({"uson@example.com", "+996700123456"});
    visit->answer(Ask::uis_account, true);
    visit->go_on();
    station.refuse(fail(Code::db_full));
    EXPECT_EQ(visit->page(), Page::contact);
    EXPECT_EQ(visit->failure()->code, Code::db_full);
    EXPECT_EQ(visit->contact().email, "uson@example.com");
    visit->go_on();
    EXPECT_FALSE(visit->failure()) << "what was said is over once it is tried again";
}

TEST_F(VisitTest, DoesNothingTwiceWhileItWaits) {
    at_page(Step::portrait);
    visit->take_picture(picture("one"), "");
    visit->take_picture(picture("two"), "");
    visit->go_on();
    visit->give_up("no");
    EXPECT_THAT(station.log, ElementsAre("portrait"));
}

TEST_F(VisitTest, JudgesContactAsItIsTyped) {
    at_page(Step::contact);
    visit->answer(Ask::uis_account, false);
    const std::tuple<const char*, const char*, bool> cases[] = {
        {"uson@example.com", "+996700123456", true},
        {"uson@example.com", "0700123456", true},
        {"uson", "+996700123456", false},
        {"uson@example.com", "12", false},
        {"", "+996700123456", false},
        {"uson@example.com", "", false},
        {"усон@example.com", "+996700123456", false}};
    for (const auto& [email, phone, good] : cases) {
        visit->type_contact({email, phone});
        EXPECT_EQ(visit->may_go_on(), good) << email << " " << phone;
    }
}

TEST_F(VisitTest, MakesNoKeyBeforeTheTermsAreAcceptedAndThePasswordsAgree) {
    at_page(Step::key);
    const auto choose = [&](const char* one, const char* other) {
        visit->choose_password(SecretBytes(bytes_of(one)), SecretBytes(bytes_of(other)),
                               Language::ru);
    };
    choose("password one", "password one");
    EXPECT_EQ(visit->failure()->code, Code::desk_terms_not_accepted);
    visit->answer(Ask::terms, true);
    choose("password one", "password two");
    EXPECT_EQ(visit->failure()->code, Code::desk_passwords_differ);
    EXPECT_THAT(station.log, IsEmpty());
    visit->go_on();
    EXPECT_THAT(station.log, IsEmpty()) << "nothing goes on without the applicant";
    choose("password one", "password one");
    EXPECT_THAT(station.log, ElementsAre("make_key"));
}

TEST_F(VisitTest, TellsWhatStandsInTheWayOutsideAndAsksAgainWhenTheClerkSaysSo) {
    at_page(Step::certificate);
    visit->go_on();
    station.progress(with_key(), fail(Code::ca_unreachable));
    EXPECT_EQ(visit->failure()->code, Code::ca_unreachable);
    EXPECT_EQ(visit->page(), Page::certificate);
    visit->go_on();
    EXPECT_THAT(station.log, ElementsAre("go_on", "go_on"));
}

TEST_F(VisitTest, AnApplicationThatIsOpenedAgainAsksNobodyByItself) {
    visit = std::make_unique<Visit>(station, id_of(1), [] {});
    station.answer(with_key());
    EXPECT_THAT(station.log, ElementsAre("read"));
}

TEST_F(VisitTest, GivesUpWithAReasonOrForgetsWhatWasOnlyTyped) {
    type_passport();
    visit->give_up("left");
    EXPECT_TRUE(visit->passport().empty());
    EXPECT_THAT(station.drafts, IsEmpty());
    EXPECT_THAT(station.log, IsEmpty());
    at_page(Step::portrait);
    visit->give_up("left");
    station.progress(standing_at(Step::portrait, State::cancelled));
    EXPECT_THAT(station.log, ElementsAre("cancel left"));
    EXPECT_EQ(visit->page(), Page::closed);
    visit->give_up("again");
    EXPECT_THAT(station.log, ElementsAre("cancel left"));
}

TEST_F(VisitTest, AnAnswerThatComesAfterItFindsItGone) {
    at_page(Step::portrait);
    visit->take_picture(picture("one"), "");
    visit.reset();
    const int before = drawn;
    station.answer(standing_at(Step::key));
    EXPECT_EQ(drawn, before);
}

} // namespace
} // namespace koltamga::desk
