// Going back, holding, cancelling, erasing, and what is derived of an application.
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

#include <set>

namespace koltamga::issuance {
namespace {

using namespace samples;

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
        EXPECT_EQ(application.waits_for,
                  application.step == Step::key ? WaitsFor::applicant : WaitsFor::clerk);
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
    auto revoking = Story().asked_once();
    revoking.tell(Kind::certificate_answered, answered(Outcome::rejected))
        .tell(Kind::surplus_found, SurplusFound{"a1", {1}})
        .tell(Kind::revocation_asked, revocation("a1", "station"));
    EXPECT_TRUE(refused_by_table(revoking.attempt(Kind::application_went_back, remark("", "key"))));
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

TEST(Cancelling, IsRefusedWhileASurplusCertificateIsNotRevoked) {
    const auto left = remark("left");
    auto story = Story().asked_once();
    story.tell(Kind::certificate_answered, answered(Outcome::rejected))
        .tell(Kind::surplus_found, SurplusFound{"a1", {1}});
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::application_cancelled, left)));
    story.tell(Kind::revocation_asked, revocation("a1", "station"))
        .tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    EXPECT_TRUE(story.attempt(Kind::application_cancelled, left));
}

TEST(Cancelling, IsWantedOnceAndKeepsItsReason) {
    auto story = Story().confirmed();
    story.tell(Kind::application_cancel_asked, remark("left"));
    EXPECT_EQ(story.now().state, State::on_hold);
    EXPECT_EQ(story.now().cancelling, "left");
    EXPECT_EQ(story.now().reason, "left");
    EXPECT_EQ(story.now().waits_for, WaitsFor::ca);
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::application_cancel_asked, remark("again"))));
}

TEST(Cancelling, WaitsForNoVaultOnceItIsClosed) {
    auto story = Story().confirmed();
    story.tell(Kind::key_delivery_asked)
        .tell(Kind::application_cancel_asked, remark("left"))
        .tell(Kind::revocation_asked, revocation("a1", "station"))
        .tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    EXPECT_TRUE(story.now().has_open_call());
    story.tell(Kind::application_cancelled, remark("left"));
    EXPECT_FALSE(story.now().has_open_call());
    EXPECT_TRUE(story.now().nothing_left_open());
}

TEST(Settled, IsOnlyWhatIsFinishedAndWasInDoubt) {
    EXPECT_TRUE(refused_by_table(Story().asked_once().attempt(Kind::certificate_settled)));
    EXPECT_TRUE(refused_by_table(Story().handed_over().attempt(Kind::certificate_settled)));
    Story story;
    story.asked_once()
        .tell(Kind::certificate_answered, answered(Outcome::rejected))
        .tell(Kind::application_cancelled, remark("left"));
    EXPECT_TRUE(story.attempt(Kind::certificate_settled));
    EXPECT_TRUE(refused_by_table(story.attempt(Kind::certificate_settled))) << "once";
}

TEST(Ended, TakesOnlyWhatIsAllowedAfterTheEnd) {
    const std::set<Kind> after = {Kind::surplus_found,          Kind::certificate_settled,
                                  Kind::revocation_asked,       Kind::revocation_answered,
                                  Kind::application_overridden, Kind::application_erased,
                                  Kind::agreement_printed,      Kind::paper_printed};
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
    EXPECT_EQ(row.step, Step::hand_over);
    EXPECT_EQ(row.waits_for, WaitsFor::vault);
    EXPECT_EQ(row.last_sequence, 9U);
    EXPECT_EQ(row.public_key_hash, hex(key().fingerprint));
    EXPECT_EQ(row.certificate, (Bytes{0x30, 1}));
    EXPECT_EQ(row.settled, false);
    EXPECT_FALSE(row.revoked);
    EXPECT_EQ(row_of(Story().delivered().now()).key_package, "");
}

TEST(Row, TellsWhenItWasOpenedAndWhenItLastMoved) {
    Story story;
    story.at(instant("2026-11-22T09:00:00.000Z")).to_decide();
    story.at(instant("2026-11-22T09:05:00.000Z")).tell(Kind::eligibility_decided, eligible());
    EXPECT_EQ(to_text(row_of(story.now()).opened), "2026-11-22T09:00:00.000Z");
    EXPECT_EQ(to_text(row_of(story.now()).since), "2026-11-22T09:05:00.000Z");
}

TEST(Row, OfAnEndSaysWhetherAnythingIsLeft) {
    EXPECT_EQ(row_of(Story().handed_over().now()).settled, true);
    auto revoking = Story().handed_over();
    revoking.tell(Kind::revocation_asked, revocation("a1", "holder"));
    EXPECT_EQ(row_of(revoking.now()).settled, false);
    revoking.tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    EXPECT_EQ(row_of(revoking.now()).settled, true);
    EXPECT_TRUE(row_of(revoking.now()).revoked);
}

TEST(Row, NamesNoKeyPackageThatWasExported) {
    Story story;
    story.to_certificate(Custody::file)
        .tell(Kind::certificate_asked, asked())
        .tell(Kind::certificate_answered, answered(Outcome::granted))
        .tell(Kind::certificate_confirmed, CertificateConfirmed{1});
    EXPECT_EQ(row_of(story.now()).key_package, std::string(64, 'c'));
    story.tell(Kind::key_exported, KeyExported{});
    EXPECT_EQ(row_of(story.now()).key_package, "");
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
