// What may follow what: the table on the wall, read as statements about the trade.
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

#include <set>

namespace koltamga::issuance {
namespace {

using namespace samples;

bool refused_by_table(const Done& done) {
    return done.failed_with(Code::issuance_not_allowed);
}

TEST(Identity, BeginsTheApplicationAndNamesTheClerkWhoSawThePerson) {
    const auto application =
        Story().by("bermet").at(instant("2026-11-22T09:41:07.123Z")).to_decide().now();
    EXPECT_EQ(application.identity_by, "bermet");
    EXPECT_EQ(to_text(application.identity_at), "2026-11-22T09:41:07.123Z");
    EXPECT_EQ(application.identity->presence, "in-person");
    EXPECT_EQ(application.step, Step::decide);
    EXPECT_EQ(application.state, State::draft);
    EXPECT_EQ(application.opened, application.identity_at);
}

TEST(Identity, IsNotTakenFromNobody) {
    for (const auto* nobody : {"", "-"}) {
        EXPECT_TRUE(refused_by_table(
            Story().by(nobody).attempt(Kind::identity_recorded, identity_recorded())))
            << nobody;
    }
}

TEST(Identity, SaysHowThePersonWasPresent) {
    auto body = identity_recorded();
    body.presence.clear();
    EXPECT_TRUE(refused_by_table(Story().attempt(Kind::identity_recorded, body)));
}

TEST(Identity, IsRecordedOnce) {
    auto story = Story().to_decide();
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::identity_recorded, identity_recorded())));
}

TEST(Identity, ComesBeforeAnythingElse) {
    for (const auto kind : all_kinds()) {
        if (kind != Kind::identity_recorded) {
            EXPECT_FALSE(may_follow(Application(), kind)) << name_of(kind);
            EXPECT_FALSE(Story().attempt(kind, eligible())) << name_of(kind);
        }
    }
}

TEST(Identity, BelongsToOneApplication) {
    auto application_of_another = Story(application(1)).to_decide().now();
    const Entry entry{1,
                      2,
                      Kind::eligibility_decided,
                      1,
                      application(2),
                      {"bermet", {}, {}},
                      {},
                      write(eligible())};
    EXPECT_TRUE(refused_by_table(apply(application_of_another, entry)));
}

TEST(Identity, NeverStandsInAnEntryOfTheStationItself) {
    Application nobody;
    const Entry entry{1,
                      1,
                      Kind::identity_recorded,
                      1,
                      std::nullopt,
                      {"bermet", {}, {}},
                      {},
                      write(identity_recorded())};
    EXPECT_TRUE(refused_by_table(apply(nobody, entry)));
}

TEST(Verdict, RefusedClosesTheApplicationWithItsRules) {
    const auto application =
        Story().to_decide().tell(Kind::eligibility_decided, refused("full-age")).now();
    EXPECT_EQ(application.state, State::refused);
    EXPECT_EQ(application.step, Step::done);
    EXPECT_EQ(application.waits_for, WaitsFor::nobody);
    EXPECT_EQ(application.reason, "full-age");
}

TEST(Verdict, ProvisionalGoesOnButNeverToTheAuthority) {
    auto story = Story().to_decide();
    story.tell(Kind::eligibility_decided, provisional())
        .tell(Kind::contact_recorded, ContactRecorded{})
        .tell(Kind::consent_recorded, ConsentRecorded{all_consents()})
        .tell(Kind::portrait_recorded, portrait())
        .tell(Kind::key_made, key());
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::certificate_asked, asked())));
    auto again = eligible();
    again.recheck = true;
    story.tell(Kind::eligibility_decided, again).tell(Kind::certificate_asked, asked());
    EXPECT_NE(story.now().open_attempt(), nullptr);
}

TEST(Verdict, OfARecheckIsMarkedAsOneAndOfTheFirstIsNot) {
    auto recheck = eligible();
    recheck.recheck = true;
    EXPECT_TRUE(refused_by_table(Story().to_decide().attempt(Kind::eligibility_decided, recheck)));
    EXPECT_TRUE(
        refused_by_table(Story().to_certificate().attempt(Kind::eligibility_decided, eligible())));
}

TEST(Verdict, MayTurnUntilTheRequestHasLeft) {
    auto late = refused("document-expired");
    late.recheck = true;
    EXPECT_EQ(Story().to_certificate().tell(Kind::eligibility_decided, late).now().state,
              State::refused);
    EXPECT_TRUE(refused_by_table(Story().asked_once().attempt(Kind::eligibility_decided, late)));
}

Story refused_story(const char* rule = "full-age-undetermined") {
    Story story;
    story.to_decide().tell(Kind::eligibility_decided, refused(rule));
    return story;
}

TEST(Override, NeedsAnotherPersonThanTheOperator) {
    struct Case {
        const char* operator_name;
        const char* second;
        const char* reason;
        bool taken;
    };
    const Case cases[] = {
        {"bermet", "azamat", "papers seen", true}, {"bermet", "bermet", "papers seen", false},
        {"bermet", "", "papers seen", false},      {"bermet", "-", "papers seen", false},
        {"-", "azamat", "papers seen", false},     {"", "azamat", "papers seen", false},
        {"bermet", "azamat", "", false},
    };
    for (const auto& one : cases) {
        auto story = refused_story();
        const auto done =
            story.by(one.operator_name)
                .attempt(Kind::application_overridden, remark(one.reason, "", one.second));
        EXPECT_EQ(static_cast<bool>(done), one.taken) << one.operator_name << "/" << one.second;
        EXPECT_EQ(story.now().state, one.taken ? State::draft : State::refused);
    }
}

TEST(Override, LiftsOnlyARefusalOfTheRules) {
    const auto lift = remark("seen", "", "azamat");
    EXPECT_TRUE(refused_by_table(Story().to_contact().attempt(Kind::application_overridden, lift)));
    EXPECT_TRUE(refused_by_table(Story()
                                     .to_decide()
                                     .tell(Kind::application_refused, remark("left"))
                                     .attempt(Kind::application_overridden, lift)));
    EXPECT_TRUE(refused_by_table(Story()
                                     .to_contact()
                                     .tell(Kind::application_refused, remark("left"))
                                     .attempt(Kind::application_overridden, lift)));
    EXPECT_TRUE(refused_by_table(Story()
                                     .to_contact()
                                     .tell(Kind::application_cancelled, remark("left"))
                                     .attempt(Kind::application_overridden, lift)));
}

Story overridden_to_certificate() {
    auto story = refused_story();
    story.tell(Kind::application_overridden, remark("birth certificate seen", "", "azamat"))
        .tell(Kind::contact_recorded, ContactRecorded{})
        .tell(Kind::consent_recorded, ConsentRecorded{all_consents()})
        .tell(Kind::portrait_recorded, portrait())
        .tell(Kind::key_made, key());
    return story;
}

TEST(Override, LetsTheRequestLeaveOnTwoPeoplesWord) {
    auto story = overridden_to_certificate();
    EXPECT_TRUE(story.now().may_be_issued());
    EXPECT_TRUE(story.attempt(Kind::certificate_asked, asked()));
}

TEST(Override, HoldsForTheSameRuleOnAnotherDayAndForNoOther) {
    auto same = refused("full-age-undetermined");
    same.recheck = true;
    auto story = overridden_to_certificate();
    EXPECT_NE(story.tell(Kind::eligibility_decided, same).now().state, State::refused);
    EXPECT_TRUE(story.now().may_be_issued());
    auto other = refused("document-expired");
    other.recheck = true;
    EXPECT_EQ(story.tell(Kind::eligibility_decided, other).now().state, State::refused);
    EXPECT_FALSE(story.now().may_be_issued());
}

TEST(Override, IsForgottenWhenTheVerdictIs) {
    auto story = overridden_to_certificate();
    story.tell(Kind::application_went_back, remark("wrong person", "decide"));
    EXPECT_FALSE(story.now().overridden);
    EXPECT_FALSE(story.now().may_be_issued());
}

TEST(Consent, WithheldKeepsTheApplicationWhereItIs) {
    using enum domain::Consent;
    const domain::Consents bad[] = {{withheld, given, given, given},
                                    {given, withheld, given, given},
                                    {given, given, withheld, given},
                                    {given, given, given, withheld},
                                    {not_asked, given, given, given}};
    for (const auto& consents : bad) {
        auto story = Story().to_contact();
        story.tell(Kind::contact_recorded, ContactRecorded{});
        EXPECT_TRUE(
            refused_by_table(story.attempt(Kind::consent_recorded, ConsentRecorded{consents})));
        EXPECT_EQ(story.now().step, Step::contact);
    }
}

TEST(Consent, AndContactMayComeInEitherOrder) {
    Story story;
    story.to_contact().tell(Kind::consent_recorded, ConsentRecorded{all_consents()});
    EXPECT_EQ(story.now().step, Step::contact);
    EXPECT_EQ(story.tell(Kind::contact_recorded, ContactRecorded{}).now().step, Step::portrait);
}

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

TEST(GoingBack, ForgetsTheStepAndWhatDependedOnIt) {
    struct Case {
        const char* to;
        bool identity, eligibility, consent, portrait, key;
    };
    const Case cases[] = {{"identify", false, false, false, false, false},
                          {"decide", true, false, false, false, false},
                          {"contact", true, true, false, false, false},
                          {"portrait", true, true, true, false, false},
                          {"key", true, true, true, true, false}};
    for (const auto& one : cases) {
        const auto application =
            Story().to_certificate().tell(Kind::application_went_back, remark("", one.to)).now();
        EXPECT_EQ(application.identity.has_value(), one.identity) << one.to;
        EXPECT_EQ(application.eligibility.has_value(), one.eligibility) << one.to;
        EXPECT_EQ(application.consent.has_value(), one.consent) << one.to;
        EXPECT_EQ(application.contact.has_value(), one.consent) << one.to;
        EXPECT_EQ(application.portrait.has_value(), one.portrait) << one.to;
        EXPECT_EQ(application.key.has_value(), one.key) << one.to;
        EXPECT_EQ(name_of(application.step), one.to);
        EXPECT_EQ(application.state, State::draft);
    }
}

TEST(GoingBack, NeverGoesForwardNorToNowhere) {
    for (const auto* to : {"portrait", "key", "certificate", "hand-over", "done", "", "nowhere"}) {
        EXPECT_TRUE(refused_by_table(
            Story().to_portrait().attempt(Kind::application_went_back, remark("", to))))
            << to;
    }
}

TEST(GoingBack, NeverPassesAnOpenQuestion) {
    EXPECT_TRUE(refused_by_table(
        Story().asked_once().attempt(Kind::application_went_back, remark("", "key"))));
    EXPECT_TRUE(refused_by_table(
        Story().certified().attempt(Kind::application_went_back, remark("", "key"))));
    auto answered_story = Story().asked_once();
    answered_story.tell(Kind::certificate_answered, answered(Outcome::refused));
    EXPECT_TRUE(answered_story.attempt(Kind::application_went_back, remark("", "key")));
}

TEST(Hold, EndsWhenTheNextStepIsDone) {
    auto story = Story().to_contact();
    story.tell(Kind::application_on_hold, remark("comes back tomorrow"));
    EXPECT_EQ(story.now().state, State::on_hold);
    EXPECT_EQ(story.now().reason, "comes back tomorrow");
    story.tell(Kind::contact_recorded, ContactRecorded{})
        .tell(Kind::consent_recorded, ConsentRecorded{all_consents()});
    EXPECT_EQ(story.now().state, State::draft);
    EXPECT_FALSE(story.now().reason);
}

TEST(Cancelling, IsRefusedWhileAnythingIsOpenOrValid) {
    const auto left = remark("left");
    EXPECT_TRUE(Story().to_decide().attempt(Kind::application_cancelled, left));
    EXPECT_TRUE(Story().to_certificate().attempt(Kind::application_cancelled, left));
    EXPECT_TRUE(refused_by_table(Story().asked_once().attempt(Kind::application_cancelled, left)));
    EXPECT_TRUE(refused_by_table(Story().confirmed().attempt(Kind::application_cancelled, left)));
    auto revoking = Story().confirmed();
    revoking.tell(Kind::revocation_asked, revocation("a1", "station"));
    EXPECT_TRUE(refused_by_table(revoking.attempt(Kind::application_cancelled, left)));
    revoking.tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    EXPECT_TRUE(revoking.attempt(Kind::application_cancelled, left));
}

TEST(Ended, TakesOnlyWhatIsAllowedAfterTheEnd) {
    const std::set<Kind> after = {Kind::surplus_found,          Kind::certificate_settled,
                                  Kind::revocation_asked,       Kind::revocation_answered,
                                  Kind::application_overridden, Kind::application_erased,
                                  Kind::agreement_printed};
    const auto ended = Story().handed_over().now();
    for (const auto kind : all_kinds()) {
        EXPECT_EQ(may_follow(ended, kind), after.contains(kind)) << name_of(kind);
    }
}

TEST(Erased, EndsEverything) {
    auto story = Story().handed_over();
    story.tell(Kind::application_erased);
    EXPECT_TRUE(story.now().erased);
    for (const auto kind : all_kinds()) {
        EXPECT_FALSE(may_follow(story.now(), kind)) << name_of(kind);
    }
}

TEST(Erased, NeedsAnEndAndNothingOpen) {
    EXPECT_TRUE(refused_by_table(Story().confirmed().attempt(Kind::application_erased)));
    auto revoking = Story().handed_over();
    revoking.tell(Kind::revocation_asked, revocation("a1", "holder"));
    EXPECT_TRUE(refused_by_table(revoking.attempt(Kind::application_erased)));
    revoking.tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    EXPECT_TRUE(revoking.attempt(Kind::application_erased));
}

TEST(StationKinds, NeverStandInAnApplication) {
    auto story = Story().confirmed();
    for (const auto kind : all_kinds()) {
        if (kind >= Kind::station_enrolled) {
            EXPECT_TRUE(refused_by_table(story.attempt(kind, remark("")))) << name_of(kind);
        }
    }
}

TEST(Since, MovesWithStateStepOrWhoMustAct) {
    auto story = Story().at(instant("2026-11-22T09:00:00.000Z")).to_contact();
    story.at(instant("2026-11-22T09:05:00.000Z")).tell(Kind::contact_recorded, ContactRecorded{});
    EXPECT_EQ(to_text(story.now().since), "2026-11-22T09:00:00.000Z");
    story.at(instant("2026-11-22T09:06:00.000Z"))
        .tell(Kind::consent_recorded, ConsentRecorded{all_consents()});
    EXPECT_EQ(to_text(story.now().since), "2026-11-22T09:06:00.000Z");
}

TEST(Row, TellsWhatTheListNeeds) {
    const auto row = row_of(Story().confirmed().now());
    EXPECT_EQ(row.name, "ASANOV USON");
    EXPECT_EQ(row.pin, man);
    EXPECT_EQ(row.document_number, "ID0000000");
    EXPECT_EQ(row.serial, "a1");
    EXPECT_EQ(row.certificate_not_after, "2027-11-21T23:59:59.000Z");
    EXPECT_EQ(row.key_package, std::string(64, 'c'));
    EXPECT_EQ(row.state, State::certified);
    EXPECT_FALSE(row.revoked);
    EXPECT_EQ(row_of(Story().delivered().now()).key_package, "");
}

TEST(Row, OfABareBeginningIsBare) {
    const auto row = row_of(Story().to_decide().now());
    EXPECT_EQ(row.public_key_hash, "");
    EXPECT_EQ(row.serial, "");
    EXPECT_EQ(row.key_package, "");
    EXPECT_EQ(row.state, State::draft);
}

TEST(Fold, OfNothingIsNothing) {
    const auto application = fold({});
    ASSERT_TRUE(application);
    EXPECT_FALSE(application->id);
    EXPECT_FALSE(application->open_attempt());
    EXPECT_FALSE(application->has_open_call());
}

} // namespace
} // namespace koltamga::issuance
