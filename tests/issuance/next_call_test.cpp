// What is asked of the outside next, for every situation an application can be in.
#include "issuance/next_call.h"

#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

namespace koltamga::issuance {
namespace {

using namespace samples;

struct Situations {
    const char* name;
    Application application;
    Call with_all;    // register and vault, the day of the verdict
    Call without;     // neither register nor vault
    Call next_day;    // register and vault, a day later
    Call asked_again; // register and vault, the clerk wants it sent anew
};

Application told(Story story, Kind kind, const std::string& body) {
    return story.tell(kind, body).now();
}

Application revoking(Story story, bool done) {
    story.tell(Kind::revocation_asked, revocation("a1", "holder"));
    if (done) {
        story.tell(Kind::revocation_answered, RevocationAnswered{"a1", true, ""});
    }
    return story.now();
}

Story provisional_story() {
    Story story;
    story.to_decide()
        .tell(Kind::eligibility_decided, provisional())
        .tell(Kind::contact_recorded, ContactRecorded{})
        .tell(Kind::consent_recorded, ConsentRecorded{all_consents()})
        .tell(Kind::portrait_recorded, portrait())
        .tell(Kind::key_made, key());
    return story;
}

std::vector<Situations> table() {
    using enum Call;
    const auto asked_body = write(answered(Outcome::refused));
    return {
        {"nothing yet", Application(), none, none, none, none},
        {"identified", Story().to_decide().now(), none, none, none, none},
        {"decided", Story().to_contact().now(), none, none, none, none},
        {"at the portrait", Story().to_portrait().now(), none, none, none, none},
        {"at the key", Story().to_key().now(), none, none, none, none},
        {"key made", Story().to_certificate().now(), ask, ask, recheck, ask},
        {"provisional", provisional_story().now(), recheck, recheck, recheck, recheck},
        {"asked", Story().asked_once().now(), look_up, ask, look_up, look_up},
        {"waiting", told(Story().asked_once(), Kind::certificate_waiting, write(waiting())), poll,
         poll, poll, poll},
        {"refused by the CA", told(Story().asked_once(), Kind::certificate_answered, asked_body),
         none, none, none, ask},
        {"rejected by us",
         told(Story().asked_once(), Kind::certificate_answered, write(answered(Outcome::rejected))),
         none, none, none, ask},
        {"closed without answer",
         told(Story().asked_once(), Kind::certificate_answered,
              write(answered(Outcome::cancelled))),
         ask, ask, recheck, ask},
        {"taken back unconfirmed",
         told(Story().certified(), Kind::certificate_answered,
              write(answered(Outcome::unconfirmed))),
         look_up, ask, look_up, look_up},
        {"dropped by the CA",
         told(Story().certified(), Kind::certificate_answered, write(answered(Outcome::cancelled))),
         ask, ask, recheck, ask},
        {"granted, not confirmed", Story().certified().now(), settle, settle, settle, settle},
        {"confirmed", Story().confirmed().now(), deliver, none, deliver, deliver},
        {"delivery asked", Story().confirmed().tell(Kind::key_delivery_asked).now(), deliver, none,
         deliver, deliver},
        {"delivered", Story().delivered().now(), none, none, none, none},
        {"surplus found",
         told(Story().confirmed(), Kind::surplus_found, write(SurplusFound{"b2", {}})), revoke,
         revoke, revoke, revoke},
        {"revocation asked", revoking(Story().confirmed(), false), revoke, revoke, revoke, revoke},
        {"revoked before hand-over", revoking(Story().confirmed(), true), none, none, none, none},
        {"handed over", Story().handed_over().now(), none, none, none, none},
        {"handed over, revoking", revoking(Story().handed_over(), false), revoke, revoke, revoke,
         revoke},
        {"handed over, revoked", revoking(Story().handed_over(), true), none, none, none, none},
        {"cancelled", told(Story().to_key(), Kind::application_cancelled, write(remark("left"))),
         none, none, none, none},
        {"refused by the rules",
         told(Story().to_decide(), Kind::eligibility_decided, write(refused())), none, none, none,
         none},
        {"on hold before asking",
         told(Story().to_certificate(), Kind::application_on_hold, write(remark("wait"))), none,
         none, none, ask},
        {"on hold while asked",
         told(Story().asked_once(), Kind::application_on_hold, write(remark("wait"))), look_up, ask,
         look_up, look_up},
    };
}

TEST(NextCall, IsSettledForEverySituation) {
    const auto day_after = day("2026-11-23");
    for (const auto& row : table()) {
        const Situation all{true, true, day("2026-11-22"), false};
        EXPECT_EQ(name_of(next_call(row.application, all)), name_of(row.with_all)) << row.name;
        EXPECT_EQ(name_of(next_call(row.application, {false, false, day("2026-11-22"), false})),
                  name_of(row.without))
            << row.name;
        EXPECT_EQ(name_of(next_call(row.application, {true, true, day_after, false})),
                  name_of(row.next_day))
            << row.name;
        EXPECT_EQ(name_of(next_call(row.application, {true, true, day("2026-11-22"), true})),
                  name_of(row.asked_again))
            << row.name;
    }
}

TEST(NextCall, OfCustodyFileDeliversNothing) {
    Story story;
    story.to_certificate(Custody::file)
        .tell(Kind::certificate_asked, asked())
        .tell(Kind::certificate_answered, answered(Outcome::granted))
        .tell(Kind::certificate_confirmed, CertificateConfirmed{1});
    EXPECT_EQ(next_call(story.now(), {true, true, day("2026-11-22"), false}), Call::none);
}

TEST(Due, IsEverySurplusOnceAndByTheStation) {
    auto story = Story().confirmed();
    story.tell(Kind::surplus_found, SurplusFound{"b2", {2}})
        .tell(Kind::surplus_found, SurplusFound{"c3", {3}});
    ASSERT_EQ(due_revocations(story.now()).size(), 2U);
    EXPECT_EQ(due_revocations(story.now())[0].requested_by, "station");
    story.tell(Kind::revocation_asked, due_revocations(story.now())[0]);
    ASSERT_EQ(due_revocations(story.now()).size(), 1U);
    EXPECT_EQ(due_revocations(story.now())[0].serial, "c3");
}

TEST(Due, IsWhatAReissueReplacesOnlyAfterTheHandOver) {
    Story story;
    auto replacing = eligible();
    replacing.replaces = {{"0ld", {1}, CertificateStatus::valid},
                          {"0lder", {2}, CertificateStatus::valid}};
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
    EXPECT_TRUE(due_revocations(story.now()).empty());
    story.tell(Kind::application_handed_over, ApplicationHandedOver{});
    ASSERT_EQ(due_revocations(story.now()).size(), 2U);
    for (const auto& due : due_revocations(story.now())) {
        EXPECT_EQ(due.requested_by, "re-issue");
        EXPECT_EQ(due.reason, RevocationReason::superseded);
        story.tell(Kind::revocation_asked, due);
    }
    EXPECT_TRUE(due_revocations(story.now()).empty());
}

TEST(Recheck, IsDueOnAnotherDayInEitherDirection) {
    const auto application = Story().to_certificate().now();
    EXPECT_FALSE(needs_recheck(application, day("2026-11-22")));
    EXPECT_TRUE(needs_recheck(application, day("2026-11-21")));
    EXPECT_TRUE(needs_recheck(application, day("2026-11-23")));
    EXPECT_TRUE(needs_recheck(application, day("2027-11-22")));
    EXPECT_TRUE(needs_recheck(Application(), day("2026-11-22")));
}

} // namespace
} // namespace koltamga::issuance
