// The runner at work: who is refused, what is asked, what is sent again, what is revoked.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance {
namespace {

using namespace office;
using namespace samples;

std::vector<Kind> kinds_of(const Office& office, const Application& application) {
    std::vector<Kind> kinds;
    for (const auto& entry : office.journal.all()) {
        if (entry.application == application.id) {
            kinds.push_back(entry.kind);
        }
    }
    return kinds;
}

TEST(Visit, FromThePassportToTheHandOver) {
    Office office;
    auto runner = office.runner();
    const auto application = office.visit(runner);
    ASSERT_TRUE(application) << application.failure().detail;
    office.check_handed_over(*application);
    using enum Kind;
    EXPECT_EQ(kinds_of(office, *application),
              (std::vector{identity_recorded, eligibility_decided, contact_recorded,
                           consent_recorded, portrait_recorded, key_made, certificate_asked,
                           certificate_answered, certificate_confirmed, key_delivery_asked,
                           key_delivered, application_handed_over}));
    EXPECT_EQ(application->identity_by, "bermet");
    EXPECT_EQ(office.authority.requests, 1U);
    EXPECT_EQ(office.workshop.begun, 1) << "the key begins when the passport is laid down";
}

TEST(Visit, WithCustodyFileEndsOnTheApplicantsMedium) {
    Office office({.custody = Custody::file});
    const auto application = office.visit_to_the_end();
    office.check_handed_over(application);
    ASSERT_EQ(office.files.size(), 1U);
    EXPECT_EQ(text_of(office.files[0]), "p12 of package 1");
    EXPECT_TRUE(office.vault.packages.empty());
}

TEST(Visit, WithoutARegisterBelievesTheConfirmation) {
    Office office({.has_register = false});
    office.check_handed_over(office.visit_to_the_end());
    EXPECT_EQ(office.centre.asked, 0U);
}

TEST(Visit, OfAMinorEndsWithARefusalAndNoKey) {
    Office office({.pin = minor});
    auto runner = office.runner();
    const auto application = office.visit(runner);
    ASSERT_TRUE(application);
    EXPECT_EQ(application->state, State::refused);
    EXPECT_NE(application->reason->find("full-age"), std::string::npos);
    EXPECT_EQ(office.workshop.made, 0U);
    EXPECT_EQ(office.workshop.abandoned, 1);
    EXPECT_EQ(office.authority.requests, 0U);
}

TEST(Visit, OfSomebodyNobodyKnowsIsNoVisit) {
    Office office;
    auto runner = office.runner();
    EXPECT_TRUE(runner.read(application(77)).failed_with(Code::issuance_unknown_application));
    EXPECT_TRUE(runner.go_on(application(77)).failed_with(Code::issuance_unknown_application));
    EXPECT_TRUE(
        runner.cancel(application(77), "left").failed_with(Code::issuance_unknown_application));
}

TEST(Visit, ByNobodyIsRefused) {
    Office office;
    auto runner = office.runner("-");
    EXPECT_TRUE(runner.identify({identity(), {}, {}}).failed_with(Code::issuance_not_allowed));
    EXPECT_TRUE(office.journal.all().empty());
}

TEST(Step, OutOfTurnIsRefusedAndLeavesNothing) {
    Office office;
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    ASSERT_TRUE(begun);
    const auto& id = *begun->id;
    const auto entries = office.journal.all().size();
    const Bytes picture{1};
    EXPECT_TRUE(runner.portrait(id, picture, "").failed_with(Code::issuance_not_at_step));
    EXPECT_TRUE(runner.make_key(id, SecretBytes(BytesView(picture)), {})
                    .failed_with(Code::issuance_not_at_step));
    EXPECT_TRUE(runner.hand_over(id, "in-person", {}).failed_with(Code::issuance_not_at_step));
    EXPECT_TRUE(runner.contact_and_consent(id, {}, {all_consents()})
                    .failed_with(Code::issuance_not_allowed));
    EXPECT_TRUE(runner.go_back(id, Step::key, "").failed_with(Code::issuance_not_allowed));
    EXPECT_TRUE(runner.revoke(id, RevocationReason::unspecified, "holder", "card")
                    .failed_with(Code::issuance_no_certificate));
    EXPECT_EQ(office.journal.all().size(), entries);
    EXPECT_EQ(office.authority.requests, 0U);
}

TEST(Step, OfDecidingTwiceIsRefused) {
    Office office;
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    ASSERT_TRUE(runner.decide(*begun->id, office.decision()));
    EXPECT_TRUE(
        runner.decide(*begun->id, office.decision()).failed_with(Code::issuance_not_at_step));
}

TEST(Warnings, WaitForTheClerksEye) {
    Office office;
    auto runner = office.runner();
    auto odd = identity();
    odd.sex = domain::Sex::female; // the PIN says otherwise
    const auto begun = runner.identify({odd, {}, {}});
    auto decision = office.decision();
    decision.warnings_confirmed = false;
    const auto asked = runner.decide(*begun->id, decision);
    ASSERT_TRUE(asked.failed_with(Code::issuance_warnings_unconfirmed));
    EXPECT_EQ(asked.failure().detail, "pin-sex");
    decision.warnings_confirmed = true;
    const auto decided = runner.decide(*begun->id, decision);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->eligibility->warnings_confirmed, std::vector<std::string>{"pin-sex"});
}

TEST(Comparison, OfTypedAndPrintedIsKept) {
    Office office;
    auto runner = office.runner();
    auto typed = identity();
    typed.document.number = "ID0000001";
    const auto begun = runner.identify({identity(), typed, identity()});
    ASSERT_TRUE(begun);
    ASSERT_TRUE(begun->identity->comparison);
    EXPECT_EQ(begun->identity->comparison->differing(),
              std::vector<std::string>{"document-number"});
}

TEST(OpenApplication, OfAPersonIsFoundUntilItIsFinished) {
    Office office;
    auto runner = office.runner();
    EXPECT_FALSE(*runner.open_application_of(man));
    const auto begun = runner.identify({identity(), {}, {}});
    EXPECT_EQ(*runner.open_application_of(man), begun->id);
    EXPECT_FALSE(*runner.open_application_of(woman));
    ASSERT_TRUE(runner.cancel(*begun->id, "left"));
    EXPECT_FALSE(*runner.open_application_of(man));
}

TEST(Authority, ThatIsAwayHoldsNothingUp) {
    Office office;
    office.authority.reachable = false;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto progress = runner.go_on(*application->id);
    ASSERT_TRUE(progress);
    ASSERT_TRUE(progress->obstacle);
    EXPECT_EQ(progress->obstacle->code, Code::ca_unreachable);
    EXPECT_EQ(progress->application.state, State::waiting_for_ca);
    office.authority.reachable = true;
    office.check_handed_over(office.visit_to_the_end());
    EXPECT_EQ(office.authority.issued.size(), 1U);
}

TEST(Authority, ThatSaysWaitingIsAskedAgainNotAnew) {
    Office office({.authority = {.polls = 3}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    for (int visit = 0; visit < 3; ++visit) {
        const auto progress = office.runner().go_on(id);
        ASSERT_TRUE(progress);
        EXPECT_FALSE(progress->obstacle);
        EXPECT_EQ(progress->application.state, State::waiting_for_ca);
        EXPECT_EQ(progress->application.waits_for, WaitsFor::ca);
        EXPECT_EQ(progress->application.attempts.size(), 1U);
        EXPECT_EQ(progress->application.next_try(),
                  office.station_clock.now() + std::chrono::seconds(1));
        EXPECT_EQ(row_of(progress->application).next_try,
                  to_text(*progress->application.next_try()));
    }
    const auto done = office.visit_to_the_end();
    office.check_handed_over(done);
    EXPECT_EQ(done.next_try(), std::nullopt);
    EXPECT_EQ(row_of(done).next_try, "");
    EXPECT_EQ(office.authority.requests, 1U);
}

TEST(Authority, ThatRefusesHoldsTheApplicationUntilTheClerkAsksAgain) {
    Office office({.authority = {.refuses = true}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    const auto held = runner.go_on(id);
    EXPECT_EQ(held->application.state, State::on_hold);
    EXPECT_EQ(*held->application.reason, "rejection: badRequest");
    ASSERT_TRUE(held->obstacle) << "the clerk is told";
    EXPECT_EQ(held->obstacle->code, Code::issuance_request_refused);
    EXPECT_EQ(held->obstacle->detail, "rejection: badRequest");
    ASSERT_TRUE(runner.go_on(id));
    EXPECT_EQ(office.authority.requests, 1U) << "nobody asks by himself what was refused";
    office.authority.habits.refuses = false;
    const auto again = runner.go_on(id, true);
    EXPECT_EQ(again->application.state, State::certified);
    EXPECT_NE(again->application.attempts[0].asked.transaction_id,
              again->application.attempts[1].asked.transaction_id);
    office.check_handed_over(office.visit_to_the_end());
}

TEST(Authority, ThatRefusesAgainIsAskedOnceAWish) {
    Office office({.authority = {.refuses = true}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_TRUE(runner.go_on(*application->id));
    ASSERT_TRUE(runner.go_on(*application->id, true));
    EXPECT_EQ(office.authority.requests, 2U);
}

TEST(Authority, WhoseCertificateIsWrongIsRejectedAndNothingIsHandedOver) {
    for (const bool keeps : {true, false}) {
        Office office({.authority = {.keeps_unconfirmed = keeps, .issues_wrong = true}});
        auto runner = office.runner();
        const auto application = office.to_certificate(runner);
        const auto& id = *application->id;
        const auto held = runner.go_on(id);
        EXPECT_EQ(held->application.state, State::on_hold);
        EXPECT_EQ(*held->application.reason, "subject");
        ASSERT_TRUE(held->obstacle);
        EXPECT_EQ(held->obstacle->code, Code::issuance_certificate_rejected);
        EXPECT_FALSE(held->application.certificate);
        office.authority.habits.issues_wrong = false;
        ASSERT_TRUE(runner.go_on(id, true));
        office.check_handed_over(office.visit_to_the_end());
    }
}

TEST(Authority, WhoseAnswerIsLostIssuesOneCertificate) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    // The request arrives, the answer does not.
    const auto before = office.boundaries.passed();
    office.boundaries.plan(before + 3, Mishap::fail);
    const auto lost = runner.go_on(id);
    ASSERT_TRUE(lost->obstacle);
    EXPECT_EQ(office.boundaries.places()[before + 3], "before the answer to the request arrives");
    EXPECT_EQ(lost->obstacle->code, Code::ca_outcome_unknown);
    ASSERT_EQ(office.authority.issued.size(), 1U);
    office.check_handed_over(office.visit_to_the_end());
    EXPECT_EQ(office.authority.issued.size(), 1U);
    EXPECT_EQ(office.authority.requests, 2U) << "the same request again";
}

TEST(Authority, ThatForgetsItsTransactionsLeavesOneCertificateAllTheSame) {
    Office office({.authority = {.remembers = false}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.boundaries.plan(office.boundaries.passed() + 3, Mishap::fail);
    ASSERT_TRUE(runner.go_on(*application->id)->obstacle);
    const auto done = office.visit_to_the_end();
    office.check_handed_over(done);
    EXPECT_EQ(office.authority.issued.size(), 2U);
    EXPECT_EQ(done.surplus.size(), 1U);
    ASSERT_EQ(done.revocations.size(), 1U);
    EXPECT_LT(office.journal.of_kind(*done.id, Kind::revocation_answered)[0].sequence,
              office.journal.of_kind(*done.id, Kind::application_handed_over)[0].sequence)
        << "revoked before anything is handed over";
}

TEST(Authority, ThatDroppedTheUnconfirmedIsAskedInANewTransaction) {
    Office office({.authority = {.keeps_unconfirmed = false}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.boundaries.plan(office.boundaries.passed() + 3, Mishap::fail);
    ASSERT_TRUE(runner.go_on(*application->id)->obstacle);
    office.authority.drop_unconfirmed();
    const auto done = office.visit_to_the_end();
    office.check_handed_over(done);
    EXPECT_EQ(done.attempts.front().answered->detail, "dropped by the CA");
    EXPECT_NE(done.attempts.front().asked.transaction_id,
              done.attempts.back().asked.transaction_id);
}

// The first answer was lost; the CA remembers the key and refuses to be asked twice.
TEST(Authority, ThatRefusesWhatItHasGrantedIsNotBelieved) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.boundaries.plan(office.boundaries.passed() + 3, Mishap::fail);
    ASSERT_TRUE(runner.go_on(*application->id)->obstacle);
    office.authority.habits.remembers = false;
    office.authority.habits.refuses = true;
    const auto held = runner.go_on(*application->id);
    EXPECT_EQ(held->application.state, State::on_hold);
    EXPECT_EQ(office.authority.issued[0].status, CertificateStatus::revoked)
        << "nobody will ever confirm it";
    office.authority.habits.refuses = false;
    ASSERT_TRUE(runner.go_on(*application->id, true));
    office.check_handed_over(office.visit_to_the_end());
}

TEST(Authority, WhoseRefusalTheRegisterContradictsIsTakenAtItsDeed) {
    Office office({.authority = {.polls = 1}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_TRUE(runner.go_on(*application->id));
    office.authority.grant_all_open(application->key->public_key, man);
    office.authority.habits.remembers = false;
    office.authority.habits.refuses = true;
    const auto certified = runner.go_on(*application->id);
    ASSERT_TRUE(certified);
    EXPECT_FALSE(certified->obstacle);
    ASSERT_TRUE(certified->application.certificate);
    EXPECT_EQ(certified->application.certificate->found_by, "look-up");
    office.check_handed_over(office.visit_to_the_end());
}

TEST(Authority, ThatNeverConfirmsIsNotAskedForEver) {
    Office office({.has_register = false});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    for (std::size_t i = 0; i < 200; ++i) { // the acknowledgement is lost, every time
        office.boundaries.plan(office.boundaries.passed() + i, Mishap::fail);
    }
    for (int tries = 0; tries < 3; ++tries) {
        const auto progress = runner.go_on(*application->id);
        ASSERT_TRUE(progress);
        EXPECT_TRUE(progress->obstacle);
    }
    EXPECT_LE(office.authority.requests, 9U);
}

// The certificate was issued, the disk was lost, and the backup is from before the request.
TEST(Restored, AKeyThatMayHaveBeenAskedWithLeavesOneCertificate) {
    Office office({.custody = Custody::file});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto backup = office.journal.all().size();
    ASSERT_TRUE(runner.go_on(*application->id)->application.certificate);
    ASSERT_EQ(office.authority.issued.size(), 1U);
    office.journal.restore_to(backup);
    const auto done = office.visit_to_the_end();
    office.check_handed_over(done);
    EXPECT_EQ(done.surplus.size(), 1U) << "what the lost entries had asked for";
}

// The day's verdict was found without the register, so the person is looked up before asking.
TEST(Restored, ACertificateOfItsOwnKeyIsNotHeldAgainstIt) {
    Office office({.custody = Custody::file});
    auto runner = office.runner();
    auto decision = office.decision();
    decision.ask_centre = false;
    const auto application = office.to_certificate(runner, decision);
    const auto backup = office.journal.all().size();
    ASSERT_TRUE(runner.go_on(*application->id)->application.certificate);
    office.journal.restore_to(backup);
    office.check_handed_over(office.visit_to_the_end());
}

TEST(Restored, AKeyOfTheNewEpochIsNobodyElses) {
    Office office;
    office.journal.restore_to(0);
    office.check_handed_over(office.visit_to_the_end());
    EXPECT_EQ(office.authority.issued.size(), 1U);
}

TEST(Day, ThatChangedBringsTheRulesBack) {
    Office office;
    office.authority.reachable = false;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_TRUE(runner.go_on(*application->id)->obstacle);
    EXPECT_EQ(office.journal.of_kind(*application->id, Kind::eligibility_decided).size(), 1U);
    Office later;
    later.settings.pin = man;
    auto waiting_runner = later.runner();
    const auto waiting = later.to_certificate(waiting_runner);
    later.next_day();
    const auto done = later.visit_to_the_end();
    later.check_handed_over(done);
    const auto verdicts = later.journal.of_kind(*waiting->id, Kind::eligibility_decided);
    ASSERT_EQ(verdicts.size(), 2U);
    const auto recheck = read_body<EligibilityDecided>(verdicts[1].body);
    EXPECT_TRUE(recheck->recheck);
    EXPECT_EQ(recheck->verdict.reference.iso(), "2026-11-23");
}

TEST(Day, OnWhichTheDocumentHasExpiredRefuses) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.next_day(365 * 10);
    const auto progress = runner.go_on(*application->id);
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->application.state, State::refused);
    EXPECT_NE(progress->application.reason->find("document-expired"), std::string::npos);
    EXPECT_EQ(office.authority.requests, 0U);
    office.check_closed(progress->application);
}

TEST(Day, AfterTheLastGoodDayRefusesAndTheLastDoesNot) {
    for (const int days : {2'963, 2'962}) { // 2035-01-02, 2035-01-01
        Office office;
        office.policy.clock.forward = std::chrono::days(4000);
        auto runner = office.runner();
        const auto application = office.to_certificate(runner);
        office.next_day(days);
        const auto progress = runner.go_on(*application->id);
        ASSERT_TRUE(progress);
        EXPECT_EQ(progress->application.state == State::refused, days == 2'963) << days;
    }
}

TEST(Day, OnWhichAMinorComesOfAgeIsANewVisit) {
    Office office({.pin = minor});
    office.next_day(570); // 2028-06-14
    auto runner = office.runner();
    EXPECT_EQ(office.visit(runner)->state, State::refused);
    office.next_day(); // the birthday
    const auto decided = runner.identify({identity(minor), {}, {}});
    const auto verdict = runner.decide(*decided->id, office.decision());
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->eligibility->verdict.kind, domain::VerdictKind::eligible);
}

TEST(Offline, DecidesForTheTimeBeingAndAsksBeforeTheRequestLeaves) {
    Office office;
    auto runner = office.runner();
    auto decision = office.decision();
    decision.ask_centre = false;
    const auto application = office.to_certificate(runner, decision);
    ASSERT_TRUE(application);
    EXPECT_EQ(application->eligibility->verdict.kind, domain::VerdictKind::provisional);
    office.centre.reachable = false;
    const auto kept = runner.go_on(*application->id);
    ASSERT_TRUE(kept->obstacle);
    EXPECT_EQ(kept->obstacle->code, Code::issuance_centre_unreachable);
    EXPECT_EQ(office.authority.requests, 0U);
    office.centre.reachable = true;
    office.check_handed_over(office.visit_to_the_end());
}

TEST(Offline, IsNotTheNameOfARefusal) {
    for (const auto code : {Code::state_refused, Code::net_tls_refused, Code::net_tls_untrusted,
                            Code::state_answer_malformed}) {
        Office office;
        auto runner = office.runner();
        auto decision = office.decision();
        decision.ask_centre = false;
        const auto application = office.to_certificate(runner, decision);
        office.centre.refuses = code;
        const auto kept = runner.go_on(*application->id);
        ASSERT_TRUE(kept->obstacle);
        EXPECT_EQ(kept->obstacle->code, code) << name_of(kept->obstacle->code);
    }
}

TEST(Offline, LearnsThatTheCertificateWasHeldAllAlong) {
    Office office;
    office.authority.issue_elsewhere(man);
    auto runner = office.runner();
    auto decision = office.decision();
    decision.ask_centre = false;
    const auto application = office.to_certificate(runner, decision);
    const auto progress = runner.go_on(*application->id);
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->application.state, State::refused);
    EXPECT_EQ(*progress->application.reason, "certificate-held");
    EXPECT_EQ(office.authority.requests, 0U);
}

TEST(Provisional, ForWhatTheRegisterAloneCanTellNeverBecomesARequest) {
    Office office;
    office.policy.rules.register_required = true; // nobody here can check the document
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_TRUE(application);
    const auto progress = runner.go_on(*application->id);
    ASSERT_TRUE(progress->obstacle);
    EXPECT_EQ(progress->obstacle->code, Code::issuance_verdict_provisional);
    EXPECT_EQ(progress->obstacle->detail, "document-void-unchecked");
    EXPECT_EQ(office.authority.requests, 0U);
}

TEST(Clock, SetBackIsReplacedByTheCentresTime) {
    Office office;
    auto runner = office.runner();
    ASSERT_TRUE(office.to_certificate(runner));
    office.station_clock.advance(-std::chrono::days(400));
    const auto done = office.visit_to_the_end();
    office.check_handed_over(done);
    EXPECT_EQ(done.attempts.size(), 1U);
    const auto last = office.journal.all().back();
    EXPECT_EQ(last.stamp.time_source, TimeSource::doubtful);
}

TEST(Clock, SetBackWithNobodyToAskWaits) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.station_clock.advance(-std::chrono::hours(1)); // the same day
    office.centre.reachable = false;
    const auto kept = runner.go_on(*application->id);
    ASSERT_TRUE(kept->obstacle);
    EXPECT_EQ(kept->obstacle->code, Code::issuance_clock_doubtful);
    EXPECT_EQ(office.authority.requests, 0U);
    office.station_clock.advance(std::chrono::hours(1));
    office.centre.reachable = true;
    office.check_handed_over(office.visit_to_the_end());
}

TEST(Clock, InDoubtAtTheDeskGivesAProvisionalVerdict) {
    Office office;
    auto runner = office.runner();
    ASSERT_TRUE(runner.identify({identity(woman), {}, {}}));
    office.station_clock.advance(-std::chrono::days(30));
    const auto begun = runner.identify({identity(), {}, {}});
    auto decision = office.decision();
    decision.ask_centre = false;
    const auto decided = runner.decide(*begun->id, decision);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->eligibility->verdict.kind, domain::VerdictKind::provisional);
    EXPECT_TRUE(decided->eligibility->facts.clock_doubtful);
    office.check_handed_over(office.visit_to_the_end());
}

// Nobody knows how old such a verdict is, whatever its entry says.
TEST(Clock, InDoubtMakesNoVerdictFresh) {
    Office office;
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    office.station_clock.advance(-std::chrono::hours(1)); // the same day
    const auto decided = runner.decide(*begun->id, office.decision());
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->eligibility->verdict.kind, domain::VerdictKind::eligible)
        << "the centre told the day";
    EXPECT_EQ(office.journal.all().back().stamp.time_source, TimeSource::doubtful);
    Situation now;
    now.today = decided->eligibility->verdict.reference;
    now.now = office.station_clock.now();
    EXPECT_TRUE(needs_recheck(*decided, now));
}

TEST(Clock, ThatRanFarAheadIsDoubtedToo) {
    Office office;
    auto runner = office.runner();
    ASSERT_TRUE(office.to_certificate(runner));
    office.station_clock.advance(std::chrono::days(3650));
    const auto done = office.visit_to_the_end();
    office.check_handed_over(done);
    EXPECT_EQ(done.eligibility->verdict.reference.iso(), "2026-11-22");
}

TEST(HandOver, OfAFileThatCannotBeWrittenIsNoHandOver) {
    Office office({.custody = Custody::file});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_FALSE(runner.go_on(*application->id)->obstacle);
    const auto full = [](BytesView) -> Done { return Failure{Code::db_full, "medium"}; };
    EXPECT_TRUE(runner.hand_over(*application->id, "in-person", full).failed_with(Code::db_full));
    EXPECT_EQ(runner.read(*application->id)->state, State::certified);
    EXPECT_FALSE(runner.read(*application->id)->exported);
    office.check_handed_over(office.visit_to_the_end());
}

TEST(HandOver, LeavesNoKeyPackageBehind) {
    Office office({.custody = Custody::file});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    ASSERT_FALSE(runner.go_on(id)->obstacle);
    ASSERT_TRUE(office.journal.holds_blob(application->key->package));
    const auto onto_medium = [](BytesView) -> Done { return {}; };
    ASSERT_TRUE(runner.hand_over(id, "in-person", onto_medium));
    EXPECT_FALSE(office.journal.holds_blob(application->key->package));
}

TEST(HandOver, WritesNoFileBeforeTheCertificateIsConfirmed) {
    Office office({.custody = Custody::file});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.boundaries.plan(office.boundaries.passed() + 6, Mishap::fail); // the confirmation
    office.centre.reachable = false;
    ASSERT_TRUE(runner.go_on(*application->id)->obstacle);
    ASSERT_EQ(runner.read(*application->id)->step, Step::hand_over);
    int written = 0;
    const auto count = [&](BytesView) -> Done { return ++written, Done(); };
    EXPECT_TRUE(runner.hand_over(*application->id, "in-person", count)
                    .failed_with(Code::issuance_not_at_step));
    EXPECT_EQ(written, 0);
}

TEST(Printing, NumbersItsCopies) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const Bytes paper{1, 2, 3};
    EXPECT_EQ(runner.printed(*application->id, "ky+ru", paper)->copies, 1U);
    EXPECT_EQ(runner.printed(*application->id, "ky+ru", paper)->copies, 2U);
}

TEST(Stopping, LeavesTheApplicationWhereItIs) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    std::stop_source stop;
    stop.request_stop();
    const auto progress = runner.go_on(*application->id, false, stop.get_token());
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->application.state, State::waiting_for_ca);
    EXPECT_EQ(office.authority.requests, 0U);
}

TEST(Agreement, NamesEverythingThatIsAgreed) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& record = application->key->agreement;
    for (const auto* line :
         {"koltamga-agreement-record-1\n", "application ", "pin 20101199000008\n",
          "surname ASANOV\n", "email uson@example.com\n", "terms-language ky\n",
          "operator bermet\n", "custody cloud\n", "portrait-sha256 ", "public-key-sha256 "}) {
        EXPECT_NE(record.find(line), std::string::npos) << line;
    }
    EXPECT_NE(record.find(hex(application->key->fingerprint)), std::string::npos);
}

} // namespace
} // namespace koltamga::issuance
