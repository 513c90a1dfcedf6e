// What may follow what about the certificate: asked, answered, revoked, delivered, handed over.
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

#include <set>

namespace koltamga::issuance {
namespace {

using namespace samples;

TEST(Asking, NumbersItsAttemptsFromOne) {
    for (const auto attempt : {0U, 2U, 7U, 4294967295U}) {
        EXPECT_TRUE(refused_by_table(
            Story().to_certificate().attempt(Kind::certificate_asked, asked(attempt))))
            << attempt;
    }
    EXPECT_TRUE(Story().to_certificate().attempt(Kind::certificate_asked, asked(1)));
}

TEST(Asking, AgainWhileOneIsOpenRepeatsItsTransaction) {
    auto story = Story().asked_once();
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::certificate_asked, asked(2, "other"))));
    EXPECT_TRUE(story.attempt(Kind::certificate_asked, asked(2, "t1")));
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::certificate_asked, asked(2, "t1"))));
}

TEST(Asking, HasATransaction) {
    EXPECT_TRUE(
        refused_by_table(Story().to_certificate().attempt(Kind::certificate_asked, asked(1, ""))));
}

TEST(Asking, StopsOnceThereIsACertificate) {
    EXPECT_TRUE(
        refused_by_table(Story().certified().attempt(Kind::certificate_asked, asked(2, "t2"))));
    EXPECT_TRUE(
        refused_by_table(Story().handed_over().attempt(Kind::certificate_asked, asked(2, "t2"))));
}

TEST(Waiting, IsSaidOfTheLastAttempt) {
    auto story = Story().asked_once();
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::certificate_waiting, waiting(2))));
    EXPECT_EQ(story.tell(Kind::certificate_waiting, waiting(1)).now().waits_for, WaitsFor::ca);
    EXPECT_TRUE(story.now().open_attempt()->waiting);
    EXPECT_TRUE(
        refused_by_table(Story().to_certificate().attempt(Kind::certificate_waiting, waiting())));
}

TEST(Answer, ComesToWhatWasAsked) {
    EXPECT_TRUE(refused_by_table(
        Story().to_certificate().attempt(Kind::certificate_answered, answered(Outcome::granted))));
    for (const auto attempt : {0U, 2U}) {
        EXPECT_TRUE(refused_by_table(Story().asked_once().attempt(
            Kind::certificate_answered, answered(Outcome::granted, attempt))));
    }
}

TEST(Answer, RefusedOrRejectedHoldsTheApplicationForTheClerk) {
    for (const auto outcome : {Outcome::refused, Outcome::rejected}) {
        const auto application =
            Story().asked_once().tell(Kind::certificate_answered, answered(outcome)).now();
        EXPECT_EQ(application.state, State::on_hold);
        EXPECT_EQ(application.step, Step::certificate);
        EXPECT_EQ(application.waits_for, WaitsFor::clerk);
        EXPECT_EQ(application.open_attempt(), nullptr);
    }
}

TEST(Answer, GrantedWaitsForWhoeverHasTheKeyNext) {
    auto story = Story().asked_once();
    story.tell(Kind::application_on_hold, remark("wait"))
        .tell(Kind::certificate_answered, answered(Outcome::granted));
    EXPECT_EQ(story.now().state, State::certified);
    EXPECT_EQ(story.now().step, Step::hand_over);
    EXPECT_EQ(story.now().waits_for, WaitsFor::vault);
    EXPECT_FALSE(story.now().reason) << "the hold is over";
    Story file;
    file.to_certificate(Custody::file)
        .tell(Kind::certificate_asked, asked())
        .tell(Kind::certificate_answered, answered(Outcome::granted));
    EXPECT_EQ(file.now().waits_for, WaitsFor::clerk);
}

TEST(Answer, CancelledHoldsNothing) {
    auto story = Story().asked_once();
    story.tell(Kind::certificate_answered, answered(Outcome::cancelled));
    EXPECT_EQ(story.now().state, State::waiting_for_ca);
    EXPECT_FALSE(story.now().reason);
}

TEST(Answer, OfAnEarlierAttemptComesTooLate) {
    auto story = Story().asked_once().tell(Kind::certificate_asked, asked(2, "t1"));
    for (const auto outcome : {Outcome::granted, Outcome::refused, Outcome::rejected,
                               Outcome::cancelled, Outcome::unconfirmed}) {
        EXPECT_TRUE(
            refused_by_table(story.attempt(Kind::certificate_answered, answered(outcome, 1))));
    }
    story.tell(Kind::certificate_answered, answered(Outcome::granted, 2, "b2"));
    EXPECT_TRUE(refused_by_table(
        story.attempt(Kind::certificate_answered, answered(Outcome::granted, 1, "a1"))));
    EXPECT_EQ(story.now().certificate->serial, "b2");
    EXPECT_TRUE(story.attempt(Kind::surplus_found, SurplusFound{"a1", {0x30}}));
}

TEST(Answer, UnconfirmedOpensTheAttemptAgain) {
    auto story = Story().asked_once();
    story.tell(Kind::certificate_waiting, waiting())
        .tell(Kind::certificate_answered, answered(Outcome::granted))
        .tell(Kind::certificate_answered, answered(Outcome::unconfirmed));
    EXPECT_EQ(story.now().step, Step::certificate);
    EXPECT_EQ(story.now().state, State::waiting_for_ca);
    ASSERT_NE(story.now().open_attempt(), nullptr);
    EXPECT_FALSE(story.now().open_attempt()->waiting);
    EXPECT_FALSE(story.now().next_try()) << "nobody waits any more";
    EXPECT_FALSE(story.now().certificate);
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::application_went_back, remark("", "key"))));
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::application_cancelled, remark("left"))));
}

TEST(Answer, DroppedByTheAuthorityEndsTheAttempt) {
    auto story = Story().certified();
    story.tell(Kind::certificate_answered, answered(Outcome::cancelled));
    EXPECT_EQ(story.now().open_attempt(), nullptr);
    EXPECT_FALSE(story.now().certificate);
    EXPECT_TRUE(story.attempt(Kind::certificate_asked, asked(2, "t2")));
}

TEST(Answer, IsNotTakenBackOnceConfirmed) {
    for (const auto outcome : {Outcome::cancelled, Outcome::unconfirmed, Outcome::granted}) {
        EXPECT_TRUE(refused_by_table(
            Story().confirmed().attempt(Kind::certificate_answered, answered(outcome))));
    }
}

TEST(Answer, TakesBackOnlyTheCertificateItNames) {
    EXPECT_TRUE(refused_by_table(Story().certified().attempt(
        Kind::certificate_answered, answered(Outcome::unconfirmed, 1, "other"))));
    EXPECT_TRUE(refused_by_table(
        Story().asked_once().attempt(Kind::certificate_answered, answered(Outcome::unconfirmed))));
}

TEST(Confirmed, IsTheAttemptThatWasGranted) {
    for (const auto attempt : {0U, 2U, 4294967295U}) {
        EXPECT_TRUE(refused_by_table(Story().certified().attempt(Kind::certificate_confirmed,
                                                                 CertificateConfirmed{attempt})))
            << attempt;
    }
    EXPECT_TRUE(Story().confirmed().now().certificate_good());
    EXPECT_FALSE(Story().certified().now().certificate_good());
}

TEST(Surplus, IsNotFoundWhereNothingWasAsked) {
    EXPECT_TRUE(refused_by_table(
        Story().to_certificate().attempt(Kind::surplus_found, SurplusFound{"b2", {}})));
}

TEST(Surplus, IsNeverGrantedAfterwards) {
    auto story = Story().asked_once();
    story.tell(Kind::surplus_found, SurplusFound{"a1", {}});
    EXPECT_TRUE(
        refused_by_table(story.attempt(Kind::certificate_answered, answered(Outcome::granted))));
    EXPECT_TRUE(story.attempt(Kind::certificate_answered, answered(Outcome::granted, 1, "b2")));
}

TEST(Surplus, IsNeverTheCertificateItselfAndFoundOnce) {
    auto story = Story().confirmed();
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::surplus_found, SurplusFound{"a1", {}})));
    story.tell(Kind::surplus_found, SurplusFound{"b2", {}});
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::surplus_found, SurplusFound{"b2", {}})));
}

TEST(Surplus, StandsBetweenTheCertificateAndTheHandOver) {
    auto story = Story().delivered();
    story.tell(Kind::surplus_found, SurplusFound{"b2", {}});
    const ApplicationHandedOver body;
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::application_handed_over, body)));
    story.tell(Kind::revocation_asked, revocation("b2", "station"));
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::application_handed_over, body)));
    story.tell(Kind::revocation_answered, RevocationAnswered{"b2", false, "busy"});
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::application_handed_over, body)));
    story.tell(Kind::revocation_answered, RevocationAnswered{"b2", true, ""});
    EXPECT_TRUE(story.attempt(Kind::application_handed_over, body));
}

TEST(Revocation, ByTheStationItselfEndsOnlyWhatWasNeverHandedOver) {
    EXPECT_TRUE(Story().confirmed().attempt(Kind::revocation_asked, revocation("a1", "station")));
    EXPECT_TRUE(refused_by_table(
        Story().handed_over().attempt(Kind::revocation_asked, revocation("a1", "station"))));
    EXPECT_TRUE(refused_by_table(
        Story().confirmed().attempt(Kind::revocation_asked, revocation("ff", "station"))));
}

TEST(Revocation, OfAnothersCertificateIsNobodysRight) {
    for (const auto* who : {"holder", "supervisor", "re-issue", "station", ""}) {
        EXPECT_TRUE(refused_by_table(
            Story().handed_over().attempt(Kind::revocation_asked, revocation("ff", who))))
            << who;
    }
    EXPECT_TRUE(refused_by_table(
        Story().handed_over().attempt(Kind::revocation_asked, revocation("a1", ""))));
    EXPECT_TRUE(Story().handed_over().attempt(Kind::revocation_asked, revocation("a1", "holder")));
}

TEST(Revocation, OfWhatAReissueReplacesWaitsForTheHandOver) {
    auto replacing = eligible();
    replacing.reissue_reason = "lost password";
    replacing.replaces = {{"0ld", {0x30}, CertificateStatus::valid}};
    Story story;
    story.to_decide()
        .tell(Kind::eligibility_decided, replacing)
        .tell(Kind::contact_recorded, ContactRecorded{})
        .tell(Kind::consent_recorded, ConsentRecorded{all_consents()})
        .tell(Kind::portrait_recorded, portrait())
        .tell(Kind::key_made, key())
        .tell(Kind::certificate_asked, asked())
        .tell(Kind::certificate_answered, answered(Outcome::granted))
        .tell(Kind::certificate_confirmed, CertificateConfirmed{1})
        .tell(Kind::key_delivery_asked)
        .tell(Kind::key_delivered, KeyDelivered{});
    EXPECT_TRUE(
        refused_by_table(story.attempt(Kind::revocation_asked, revocation("0ld", "re-issue"))));
    story.tell(Kind::application_handed_over, ApplicationHandedOver{});
    EXPECT_TRUE(
        refused_by_table(story.attempt(Kind::revocation_asked, revocation("0ther", "re-issue"))));
    EXPECT_TRUE(story.attempt(Kind::revocation_asked, revocation("0ld", "re-issue")));
}

TEST(Revocation, IsDoneOnce) {
    Story story;
    story.handed_over()
        .tell(Kind::revocation_asked, revocation("a1", "holder"))
        .tell(Kind::revocation_asked, revocation("a1", "holder"));
    EXPECT_EQ(story.now().revocations.size(), 1U) << "asked again: still one";
    story.tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    EXPECT_TRUE(story.now().certificate_revoked());
    EXPECT_TRUE(refused_by_table(
        story.attempt(Kind::revocation_answered, RevocationAnswered{"a1", true, ""})));
    EXPECT_TRUE(
        refused_by_table(story.attempt(Kind::revocation_asked, revocation("a1", "holder"))));
}

TEST(Delivery, WaitsForTheConfirmation) {
    EXPECT_TRUE(refused_by_table(Story().certified().attempt(Kind::key_delivery_asked)));
    EXPECT_TRUE(Story().confirmed().attempt(Kind::key_delivery_asked));
    EXPECT_TRUE(
        refused_by_table(Story().confirmed().attempt(Kind::key_delivered, KeyDelivered{{1}})));
}

TEST(Delivery, IsDoneOnce) {
    auto story = Story().delivered();
    EXPECT_EQ(story.now().waits_for, WaitsFor::clerk);
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::key_delivery_asked)));
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::key_delivered, KeyDelivered{{1}})));
    EXPECT_EQ(Story().confirmed().tell(Kind::key_delivery_asked).now().waits_for, WaitsFor::vault);
}

TEST(Delivery, IsNotMadeForARevokedCertificate) {
    Story story;
    story.confirmed()
        .tell(Kind::revocation_asked, revocation("a1", "station"))
        .tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::key_delivery_asked)));
}

TEST(Delivery, AndExportBelongToTheirOwnCustody) {
    EXPECT_TRUE(refused_by_table(Story().confirmed().attempt(Kind::key_exported, KeyExported{})));
    Story story;
    story.to_certificate(Custody::file)
        .tell(Kind::certificate_asked, asked())
        .tell(Kind::certificate_answered, answered(Outcome::granted));
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::key_exported, KeyExported{})));
    story.tell(Kind::certificate_confirmed, CertificateConfirmed{1});
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::key_delivery_asked)));
    EXPECT_TRUE(
        refused_by_table(story.attempt(Kind::application_handed_over, ApplicationHandedOver{})));
    story.tell(Kind::key_exported, KeyExported{})
        .tell(Kind::application_handed_over, ApplicationHandedOver{});
    EXPECT_EQ(story.now().state, State::handed_over);
}

TEST(HandOver, NeedsCertificateConfirmationAndKey) {
    const ApplicationHandedOver body;
    EXPECT_TRUE(
        refused_by_table(Story().asked_once().attempt(Kind::application_handed_over, body)));
    EXPECT_TRUE(refused_by_table(Story().certified().attempt(Kind::application_handed_over, body)));
    EXPECT_TRUE(refused_by_table(Story().confirmed().attempt(Kind::application_handed_over, body)));
    EXPECT_TRUE(Story().delivered().attempt(Kind::application_handed_over, body));
    EXPECT_TRUE(
        refused_by_table(Story().delivered().by("-").attempt(Kind::application_handed_over, body)));
}

TEST(HandOver, OfARevokedCertificateIsRefused) {
    Story story;
    story.delivered()
        .tell(Kind::revocation_asked, revocation("a1", "holder"))
        .tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    EXPECT_TRUE(
        refused_by_table(story.attempt(Kind::application_handed_over, ApplicationHandedOver{})));
}

} // namespace
} // namespace koltamga::issuance
