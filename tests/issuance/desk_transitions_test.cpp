// What may follow what at the desk: identity, verdict, override, consent.
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

#include <set>

namespace koltamga::issuance {
namespace {

using namespace samples;

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

TEST(Override, OfOneRuleDoesNotLiftAnotherThatRefusesBesideIt) {
    auto both = refused("full-age-undetermined");
    both.recheck = true;
    both.verdict.reasons.push_back(refused("document-expired").verdict.reasons.front());
    auto story = overridden_to_certificate();
    story.tell(Kind::eligibility_decided, both);
    EXPECT_EQ(story.now().state, State::refused);
    EXPECT_EQ(story.now().reason, "full-age-undetermined document-expired");
    EXPECT_FALSE(story.now().may_be_issued());
}

TEST(Override, ComesTooLateOnceThereIsAKey) {
    auto late = refused("document-expired");
    late.recheck = true;
    auto story = Story().to_certificate();
    story.tell(Kind::eligibility_decided, late);
    EXPECT_TRUE(refused_by_table(
        story.attempt(Kind::application_overridden, remark("seen", "", "azamat"))));
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

} // namespace
} // namespace koltamga::issuance
