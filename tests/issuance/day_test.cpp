// Which day it is, who could be asked, and what an old verdict is worth.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance {
namespace {

using namespace office;
using namespace samples;

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

// Bishkek is six hours ahead: its day begins at eighteen o'clock.
TEST(Day, IsTheOfficesOwn) {
    const std::pair<const char*, const char*> moments[] = {
        {"2026-11-22T17:59:59.999Z", "2026-11-22"}, {"2026-11-22T18:00:00.000Z", "2026-11-23"}};
    for (const auto& [moment, date] : moments) {
        Office office;
        office.station_clock.set(instant(moment));
        office.true_clock.set(instant(moment));
        auto runner = office.runner();
        const auto begun = runner.identify({identity(), {}, {}});
        EXPECT_EQ(runner.decide(*begun->id, office.decision())->eligibility->verdict.reference,
                  day(date));
    }
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

TEST(Clock, InDoubtKeepsAlsoAPollAndALookUpBack) {
    for (const int polls : {1, 0}) {
        Office office({.authority = {.polls = polls}});
        auto runner = office.runner();
        const auto application = office.to_certificate(runner);
        office.boundaries.plan(office.boundaries.passed() + (polls == 0 ? 3 : 1000), Mishap::fail);
        ASSERT_TRUE(runner.go_on(*application->id));
        ASSERT_NE(runner.read(*application->id)->open_attempt(), nullptr);
        office.station_clock.advance(-std::chrono::hours(1));
        office.centre.reachable = false;
        const auto kept = runner.go_on(*application->id);
        ASSERT_TRUE(kept->obstacle);
        EXPECT_EQ(kept->obstacle->code, Code::issuance_clock_doubtful);
        EXPECT_EQ(office.authority.requests, 1U);
    }
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

// Wrong by less than the journal would notice, and decisive for a birthday.
TEST(Clock, ThatTheJournalBelievesIsComparedWithTheCentres) {
    for (const auto& [offset, kind] :
         {std::pair(std::chrono::days(100), domain::VerdictKind::refused),
          std::pair(std::chrono::days(-300), domain::VerdictKind::refused),
          std::pair(std::chrono::days(0), domain::VerdictKind::refused)}) {
        Office office;
        auto runner = office.runner();
        auto young = identity();
        young.birth_date = day("2009-01-15"); // of age in seven weeks
        const auto begun = runner.identify({young, {}, {}});
        office.station_clock.advance(offset);
        const auto decided = runner.decide(*begun->id, office.decision());
        ASSERT_TRUE(decided);
        EXPECT_EQ(decided->eligibility->verdict.kind, kind) << offset.count();
        EXPECT_EQ(decided->eligibility->verdict.reference.iso(), "2026-11-22") << offset.count();
        EXPECT_FALSE(decided->eligibility->facts.clock_doubtful);
    }
}

TEST(Clock, NearEnoughToTheCentresIsLeftAlone) {
    for (const auto offset : {std::chrono::minutes(5), std::chrono::minutes(6)}) {
        Office office;
        office.station_clock.set(instant("2026-11-22T18:00:00.000Z")); // midnight in Bishkek
        office.true_clock.set(office.station_clock.now() - offset);
        auto runner = office.runner();
        const auto day = runner.today(Runner::AskTime::always);
        ASSERT_TRUE(day);
        EXPECT_FALSE(day->doubtful);
        const bool near = offset == std::chrono::minutes(5);
        EXPECT_EQ(day->date.iso(), near ? "2026-11-23" : "2026-11-22");
        EXPECT_EQ(*day->clock_behind, near ? std::chrono::minutes(0) : -offset);
    }
}

TEST(Clock, OfTheCentreIsAskedOnceForAVisit) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    EXPECT_EQ(office.centre.asked_time, 1U);
    ASSERT_TRUE(runner.go_on(*application->id));
    EXPECT_EQ(office.centre.asked_time, 1U);
    office.station_clock.advance(std::chrono::hours(1)); // and no hour has passed
    ASSERT_TRUE(runner.today(Runner::AskTime::always));
    EXPECT_EQ(office.centre.asked_time, 2U);
}

TEST(Clock, IsNotAskedOfACentreThatNobodyNeeds) {
    Office office;
    auto runner = office.runner();
    EXPECT_FALSE(runner.today(Runner::AskTime::never)->clock_behind);
    EXPECT_FALSE(runner.today(Runner::AskTime::when_doubted)->clock_behind);
    EXPECT_EQ(office.centre.asked_time, 0U);
    ASSERT_TRUE(runner.identify({identity(), {}, {}}));
    office.station_clock.advance(-std::chrono::hours(1));
    EXPECT_TRUE(runner.today(Runner::AskTime::never)->doubtful);
    EXPECT_EQ(office.centre.asked_time, 0U);
    const auto told = runner.today(Runner::AskTime::when_doubted);
    EXPECT_FALSE(told->doubtful);
    EXPECT_EQ(told->instant, office.true_clock.now());
    EXPECT_EQ(*told->clock_behind, std::chrono::hours(1));
}

TEST(Clock, OfASilentCentreIsNotWaitedForAgainAtOnce) {
    Office office;
    auto runner = office.runner();
    office.centre.reachable = false;
    EXPECT_FALSE(runner.today(Runner::AskTime::always)->clock_behind);
    EXPECT_FALSE(runner.today(Runner::AskTime::always)->clock_behind);
    EXPECT_EQ(office.centre.asked_time, 1U);
}

TEST(Clock, GoesWithTheOrderAsTheCentrePutItRight) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.station_clock.advance(std::chrono::days(100));
    ASSERT_TRUE(runner.go_on(*application->id));
    ASSERT_TRUE(office.authority.last_order);
    EXPECT_EQ(*office.authority.last_order->clock_behind, -std::chrono::days(100));
}

TEST(Clock, GoesWithARevocationAsTheCentrePutItRight) {
    Office office;
    const auto id = *office.visit_to_the_end().id;
    office.station_clock.advance(std::chrono::days(100));
    auto runner = office.runner();
    const auto ended = runner.revoke(id, RevocationReason::key_compromise, "holder", "ID0000000");
    ASSERT_TRUE(ended && !ended->obstacle);
    EXPECT_EQ(*office.authority.behind_at_revocation, -std::chrono::days(100));
}

// The agreement has a legal date.
TEST(Clock, OfTheAgreementIsTheCentres) {
    Office office;
    office.station_clock.advance(std::chrono::days(100));
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    EXPECT_EQ(application->key->terms_accepted, office.true_clock.now());
    EXPECT_NE(application->key->agreement.find(to_text(office.true_clock.now())),
              std::string::npos);
}

} // namespace
} // namespace koltamga::issuance
