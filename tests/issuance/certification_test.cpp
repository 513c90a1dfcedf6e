// The runner and the CA: what is asked, what is sent again, what a restored station asks.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance {
namespace {

using namespace office;
using namespace samples;

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

// The same, with a line that is whole: three requests are sent, and then somebody else's turn
// comes.
TEST(Authority, ThatNeverAcknowledgesIsAskedThreeTimesARun) {
    Office office({.has_register = false});
    office.authority.acknowledges = false;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    for (std::size_t run = 1; run <= 2; ++run) {
        const auto progress = runner.go_on(*application->id);
        ASSERT_TRUE(progress->obstacle);
        EXPECT_EQ(progress->obstacle->detail, "asked often enough");
        EXPECT_EQ(office.authority.requests, 3 * run);
    }
}

// What an earlier attempt named is not the fate of a later one, whose answer is still under way.
TEST(Authority, WhoseEarlierCertificateWasDroppedMayStillAnswerTheNext) {
    Office office({.authority = {.keeps_unconfirmed = false}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    office.boundaries.plan(office.boundaries.passed() + 6, Mishap::fail); // the confirmation
    office.centre.reachable = false;
    ASSERT_TRUE(runner.go_on(id)->obstacle);
    ASSERT_EQ(runner.read(id)->step, Step::hand_over);
    office.authority.drop_unconfirmed();
    office.centre.reachable = true;
    office.authority.reachable = false;
    ASSERT_TRUE(runner.go_on(id)->obstacle);
    const auto asked_anew = runner.read(id);
    ASSERT_EQ(asked_anew->attempts.size(), 2U);
    EXPECT_EQ(asked_anew->attempts[0].answered->serial, "c1");
    ASSERT_TRUE(runner.go_on(id)->obstacle);
    const auto repeated = runner.read(id);
    EXPECT_EQ(repeated->attempts.size(), 3U);
    EXPECT_FALSE(repeated->attempts[1].answered);
    EXPECT_EQ(repeated->attempts[2].asked.transaction_id,
              repeated->attempts[1].asked.transaction_id)
        << "the same request again";
    office.authority.reachable = true;
    office.check_handed_over(office.visit_to_the_end());
}

// It may yet issue a second one, which must not come to light after the hand-over.
TEST(Authority, ThatIsStillAtWorkOnTheKeyHoldsTheHandOverBack) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    office.boundaries.plan(office.boundaries.passed() + 7, Mishap::fail); // the acknowledgement
    office.centre.reachable = false;
    ASSERT_TRUE(runner.go_on(id)->obstacle);
    ASSERT_EQ(runner.read(id)->step, Step::hand_over);
    office.centre.reachable = true;
    const Bytes another = {1};
    office.authority.open[another] = 1;
    office.authority.open_keys[another] = application->key->fingerprint;
    const auto held = runner.go_on(id);
    ASSERT_TRUE(held->obstacle);
    EXPECT_EQ(held->obstacle->code, Code::issuance_outcome_unknown);
    EXPECT_FALSE(held->application.certificate_good());
    office.authority.open.clear();
    office.check_handed_over(office.visit_to_the_end());
}

TEST(Authority, ThatIsStillAtWorkAfterARefusalIsNotBelieved) {
    Office office({.authority = {.polls = 5}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_TRUE(runner.go_on(*application->id));
    office.authority.refuses_yet_works = true;
    const auto doubted = runner.go_on(*application->id);
    ASSERT_TRUE(doubted->obstacle);
    EXPECT_EQ(doubted->obstacle->code, Code::issuance_outcome_unknown);
    EXPECT_NE(doubted->application.open_attempt(), nullptr);
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

} // namespace
} // namespace koltamga::issuance
