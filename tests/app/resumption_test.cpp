#include "app/resumption.h"

#include <gtest/gtest.h>

namespace koltamga::app {
namespace {

using issuance::WaitsFor;

const Instant now = *instant_from("2026-11-22T09:00:00.000Z");
constexpr auto due = "2026-11-22T09:00:00.000Z";
constexpr auto too_early = "2026-11-22T09:00:00.001Z";
constexpr auto not_said = "";

db::ApplicationState row(const char* state, const char* waits_for, const char* outbox, bool settled,
                         const char* next_try = due) {
    return {*ApplicationId::parse("7K3M-0QXT-9B2E-HN4W"),
            state,
            {},
            waits_for,
            {},
            {},
            next_try,
            1,
            outbox,
            settled};
}

TEST(WhoActs, OnARecordIsNobodyOnlyWhenAllIsSettledAndReceipted) {
    struct Case {
        db::ApplicationState row;
        WaitsFor who;
        bool goes_on;
    };
    const Case table[] = {
        {row("draft", "clerk", "unsent", false), WaitsFor::clerk, false},
        {row("waiting-for-ca", "ca", "receipted", false), WaitsFor::ca, true},
        {row("waiting-for-ca", "network", "unsent", false), WaitsFor::network, true},
        {row("certified", "vault", "sent", false), WaitsFor::vault, true},
        {row("handed-over", "nobody", "unsent", true), WaitsFor::centre, false},
        {row("handed-over", "nobody", "sent", true), WaitsFor::centre, false},
        {row("handed-over", "nobody", "receipted", true), WaitsFor::nobody, false},
        {row("handed-over", "nobody", "receipted", false), WaitsFor::ca, true},
        {row("cancelled", "nobody", "receipted", false), WaitsFor::ca, true},
        {row("refused", "nobody", "unsent", false), WaitsFor::centre, true},
        {row("refused", "nobody", "receipted", true), WaitsFor::nobody, false},
        {row("handed-over", "nobody", "receipted", false, too_early), WaitsFor::nobody, false},
        {row("refused", "nobody", "unsent", false, too_early), WaitsFor::centre, false},
        {row("cancelled", "nobody", "receipted", false, not_said), WaitsFor::ca, true},
        {row("handed-over", "whatever", "receipted", true), WaitsFor::nobody, false},
    };
    for (const auto& one : table) {
        EXPECT_EQ(who_acts(one.row, now), one.who) << one.row.state << ' ' << one.row.outbox;
        EXPECT_EQ(goes_on_signed_in(one.row, now), one.goes_on)
            << one.row.state << ' ' << one.row.waits_for;
    }
}

TEST(TheCertificatesEnd, IsToldWhileTheCaHasNotConfirmedItAndAfterwards) {
    for (const auto* state : {"handed-over", "cancelled", "refused"}) {
        EXPECT_EQ(certificate_end(row(state, "ca", "receipted", false)), "revocation-waiting");
        EXPECT_EQ(certificate_end(row(state, "nobody", "receipted", false)), "")
            << "looked up only";
    }
    EXPECT_EQ(certificate_end(row("waiting-for-ca", "ca", "sent", false)), "");
    auto ended = row("handed-over", "nobody", "receipted", true);
    ended.revoked = true;
    EXPECT_EQ(certificate_end(ended), "revoked");
}

bool too_early_at(const char* next_try, TimeSource source = TimeSource::system) {
    return asked_too_early(row("waiting-for-ca", "ca", "sent", false, next_try), {"", now, source});
}

TEST(WhoActs, OnWhatTheCaWasNeverAskedForIsTheNetwork) {
    auto unasked = row("waiting-for-ca", "ca", "receipted", false, not_said);
    unasked.unasked = true;
    EXPECT_EQ(who_acts(unasked, now), WaitsFor::network);
    EXPECT_TRUE(goes_on_signed_in(unasked, now));
    unasked.waits_for = "vault";
    EXPECT_EQ(who_acts(unasked, now), WaitsFor::vault);
}

TEST(ACaThatLetsUsWait, IsNotAskedBeforeItsTime) {
    EXPECT_TRUE(too_early_at(too_early));
    EXPECT_FALSE(too_early_at(due));
    EXPECT_FALSE(too_early_at(not_said));
    EXPECT_FALSE(asked_too_early(row("on-hold", "ca", "sent", false, too_early),
                                 {"", now, TimeSource::system}))
        << "who gives up has it asked at once";
}

TEST(ACaThatLetsUsWait, KeepsNobodyForLongerThanItMay) {
    EXPECT_TRUE(too_early_at("2026-11-29T09:00:00.000Z")) << "a week";
    EXPECT_FALSE(too_early_at("2026-11-29T09:00:00.001Z")) << "no authority said so";
    EXPECT_FALSE(too_early_at("2027-03-02T09:00:00.000Z"));
}

TEST(ACaThatLetsUsWait, IsAskedWhenTheClockCannotSayWhetherItsTimeHasCome) {
    EXPECT_TRUE(too_early_at(too_early, TimeSource::centre));
    EXPECT_FALSE(too_early_at(too_early, TimeSource::doubtful));
}

TEST(WaitsForTheOutside, WhateverIsNotAtTheDesk) {
    for (const auto* who : {"network", "ca", "vault"}) {
        EXPECT_TRUE(waits_for_the_outside(row("draft", who, "unsent", false))) << who;
    }
    for (const auto* who : {"nobody", "clerk", "applicant", "second-person", "centre", ""}) {
        EXPECT_FALSE(waits_for_the_outside(row("draft", who, "unsent", false))) << who;
    }
}

TEST(GoesOnSignedIn, ADayAfterItsLastRequestWhereThatIsKnown) {
    EXPECT_TRUE(goes_on_signed_in(row("cancelled", "nobody", "sent", false, "no time"), now));
    EXPECT_FALSE(goes_on_signed_in(row("draft", "nobody", "sent", false), now)) << "not finished";
    EXPECT_FALSE(goes_on_signed_in(row("unheard-of", "nobody", "sent", false), now));
}

TEST(OnlyWaits, WhatIsNobodysFault) {
    for (const auto code : {Code::ca_unreachable, Code::net_timeout, Code::net_closed_early,
                            Code::issuance_centre_unreachable, Code::ca_outcome_unknown,
                            Code::issuance_outcome_unknown, Code::issuance_verdict_provisional,
                            Code::issuance_clock_doubtful, Code::issuance_call_open}) {
        EXPECT_TRUE(only_waits(Failure{code, {}, {}, {}})) << name_of(code);
    }
    for (const auto code : {Code::net_tls_untrusted, Code::state_refused, Code::db_full,
                            Code::issuance_certificate_ended, Code::issuance_request_refused}) {
        EXPECT_FALSE(only_waits(Failure{code, {}, {}, {}})) << name_of(code);
    }
}

} // namespace
} // namespace koltamga::app
