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

const auto nine = instant("2026-11-22T09:00:00.000Z"); // when every entry of a story is stamped

// An office with register and vault, at nine o'clock on the day of the verdict.
Situation at_nine() {
    return {true, true, day("2026-11-22"), false, nine};
}

Situation the_next_day() {
    auto situation = at_nine();
    situation.today = day("2026-11-23");
    situation.now += std::chrono::days(1);
    return situation;
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

// Asked, never answered, and closed at the desk: the CA may issue all the same.
Story cancelled_in_doubt() {
    Story story;
    story.asked_once()
        .tell(Kind::application_cancel_asked, remark("left"))
        .tell(Kind::certificate_answered, answered(Outcome::cancelled))
        .tell(Kind::application_cancelled, remark("left"));
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
        {"given up before the key",
         told(Story().to_key(), Kind::application_cancel_asked, write(remark("left"))), close,
         close, close, close},
        {"given up while asked",
         told(Story().asked_once(), Kind::application_cancel_asked, write(remark("left"))), close,
         ask, close, close},
        {"given up while waiting",
         told(Story().asked_once().tell(Kind::certificate_waiting, waiting()),
              Kind::application_cancel_asked, write(remark("left"))),
         poll, poll, poll, poll},
        {"given up with a certificate",
         told(Story().confirmed(), Kind::application_cancel_asked, write(remark("left"))), close,
         close, close, close},
        {"given up, revoking",
         revoking(Story().confirmed().tell(Kind::application_cancel_asked, remark("left")), false),
         revoke, revoke, revoke, revoke},
        {"given up, revoked",
         revoking(Story().confirmed().tell(Kind::application_cancel_asked, remark("left")), true),
         close, close, close, close},
        {"cancelled in doubt", cancelled_in_doubt().now(), none, none, look_again, none},
        {"cancelled in doubt, settled", cancelled_in_doubt().tell(Kind::certificate_settled).now(),
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
    auto alone = at_nine();
    alone.has_register = alone.has_vault = false;
    auto asked_again = at_nine();
    asked_again.ask_again = true;
    for (const auto& row : table()) {
        const auto call_in = [&](const Situation& situation) {
            return name_of(next_call(row.application, situation));
        };
        EXPECT_EQ(call_in(at_nine()), name_of(row.with_all)) << row.name;
        EXPECT_EQ(call_in(alone), name_of(row.without)) << row.name;
        EXPECT_EQ(call_in(the_next_day()), name_of(row.next_day)) << row.name;
        EXPECT_EQ(call_in(asked_again), name_of(row.asked_again)) << row.name;
    }
}

TEST(NextCall, OfCustodyFileDeliversNothing) {
    Story story;
    story.to_certificate(Custody::file)
        .tell(Kind::certificate_asked, asked())
        .tell(Kind::certificate_answered, answered(Outcome::granted))
        .tell(Kind::certificate_confirmed, CertificateConfirmed{1});
    EXPECT_EQ(next_call(story.now(), at_nine()), Call::none);
}

TEST(Due, IsEverySurplusOnceAndByTheStation) {
    auto story = Story().confirmed();
    story.tell(Kind::surplus_found, SurplusFound{"b2", {2}})
        .tell(Kind::surplus_found, SurplusFound{"c3", {3}});
    ASSERT_EQ(due_revocations(story.now()).size(), 2U);
    const auto first = due_revocations(story.now())[0];
    EXPECT_EQ(first.serial, "b2");
    EXPECT_EQ(first.certificate, Bytes{2});
    EXPECT_EQ(first.requested_by, "station");
    EXPECT_EQ(first.reason, RevocationReason::superseded);
    EXPECT_EQ(first.proof, "surplus");
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
    EXPECT_EQ(due_revocations(story.now())[0].serial, "0ld");
    EXPECT_EQ(due_revocations(story.now())[0].certificate, Bytes{1});
    for (const auto& due : due_revocations(story.now())) {
        EXPECT_EQ(due.requested_by, "re-issue");
        EXPECT_EQ(due.proof, "in-person");
        EXPECT_EQ(due.reason, RevocationReason::superseded);
        story.tell(Kind::revocation_asked, due);
    }
    EXPECT_TRUE(due_revocations(story.now()).empty());
}

Situation on(const char* date) {
    auto situation = at_nine();
    situation.today = day(date);
    return situation;
}

TEST(Recheck, IsDueOnAnotherDayInEitherDirection) {
    const auto application = Story().to_certificate().now();
    EXPECT_FALSE(needs_recheck(application, at_nine()));
    EXPECT_TRUE(needs_recheck(application, on("2026-11-21")));
    EXPECT_TRUE(needs_recheck(application, on("2026-11-23")));
    EXPECT_TRUE(needs_recheck(application, on("2027-11-22")));
    EXPECT_TRUE(needs_recheck(Application(), at_nine()));
}

TEST(Recheck, IsDueWhenTheVerdictIsOlderThanItsLife) {
    const auto application = Story().to_certificate().now();
    auto later = at_nine();
    later.now = nine + verdict_life;
    EXPECT_FALSE(needs_recheck(application, later));
    later.now += std::chrono::milliseconds(1);
    EXPECT_TRUE(needs_recheck(application, later));
    later.rechecked = true;
    EXPECT_FALSE(needs_recheck(application, later)) << "once in a run";
    auto earlier = at_nine();
    earlier.now -= std::chrono::milliseconds(1);
    EXPECT_TRUE(needs_recheck(application, earlier)) << "the clock went back";
}

TEST(Recheck, IsDueWhenNobodyWasAsked) {
    auto body = eligible();
    body.facts.offline = true;
    Story story;
    story.to_decide()
        .tell(Kind::eligibility_decided, body)
        .tell(Kind::contact_recorded, ContactRecorded{})
        .tell(Kind::consent_recorded, ConsentRecorded{all_consents()})
        .tell(Kind::portrait_recorded, portrait())
        .tell(Kind::key_made, key());
    EXPECT_EQ(next_call(story.now(), at_nine()), Call::recheck);
}

TEST(LookingAgain, IsDueWhenNoRequestCanBeUnderWayAnyMore) {
    auto situation = at_nine();
    situation.now = nine + std::chrono::hours(24) - std::chrono::milliseconds(1);
    const auto closed = cancelled_in_doubt().now();
    EXPECT_EQ(next_call(closed, situation), Call::none);
    EXPECT_EQ(row_of(closed).next_try, "2026-11-23T09:00:00.000Z") << "the list says when";
    situation.now = nine + std::chrono::hours(24);
    EXPECT_EQ(next_call(closed, situation), Call::look_again);
    EXPECT_EQ(row_of(cancelled_in_doubt().tell(Kind::certificate_settled).now()).next_try, "");
}

// The later request may be under way when the first no longer can.
TEST(LookingAgain, IsCountedFromTheLastRequest) {
    Story story;
    story.asked_once()
        .at(nine + std::chrono::hours(3))
        .tell(Kind::certificate_asked, asked(2, "t1"))
        .at(nine + std::chrono::hours(5))
        .tell(Kind::application_cancel_asked, remark("left"))
        .tell(Kind::certificate_answered, answered(Outcome::cancelled, 2))
        .tell(Kind::application_cancelled, remark("left"));
    auto situation = at_nine();
    situation.now = nine + std::chrono::hours(27) - std::chrono::milliseconds(1);
    EXPECT_EQ(next_call(story.now(), situation), Call::none);
    situation.now = nine + std::chrono::hours(27);
    EXPECT_EQ(next_call(story.now(), situation), Call::look_again);
}

TEST(LookingAgain, IsNotDueWhereEverythingIsKnown) {
    const auto refused_at_once = [] {
        Story story;
        story.asked_once()
            .tell(Kind::certificate_answered, answered(Outcome::refused))
            .tell(Kind::application_cancelled, remark("left"));
        return story.now();
    };
    EXPECT_EQ(next_call(refused_at_once(), the_next_day()), Call::none);
    EXPECT_EQ(next_call(Story().handed_over().now(), the_next_day()), Call::none);
    EXPECT_TRUE(Story().handed_over().now().nothing_left_open());
    EXPECT_FALSE(cancelled_in_doubt().now().nothing_left_open());
    EXPECT_TRUE(cancelled_in_doubt().tell(Kind::certificate_settled).now().nothing_left_open());
}

TEST(LookingAgain, IsDueAfterARefusalThatDidNotComeAtOnce) {
    Story story;
    story.asked_once()
        .tell(Kind::certificate_waiting, waiting())
        .tell(Kind::certificate_answered, answered(Outcome::refused))
        .tell(Kind::application_cancelled, remark("left"));
    EXPECT_EQ(next_call(story.now(), the_next_day()), Call::look_again);
}

TEST(LookingAgain, IsDueForACertificateWeRejected) {
    Story story;
    story.asked_once()
        .tell(Kind::certificate_answered, answered(Outcome::rejected))
        .tell(Kind::application_cancelled, remark("left"));
    EXPECT_EQ(next_call(story.now(), the_next_day()), Call::look_again);
}

} // namespace
} // namespace koltamga::issuance
