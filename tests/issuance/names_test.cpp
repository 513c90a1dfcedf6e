// Names stand in headers, scripts and rows for ever: none is missing, doubled or changed.
#include "tests/issuance/samples.h"

#include "issuance/next_call.h"
#include "issuance/timekeeping.h"

#include <gtest/gtest.h>

#include <set>

namespace koltamga::issuance {
namespace {

using namespace samples;
using namespace std::chrono_literals;

TEST(Names, OfKindsAreOneToOne) {
    std::set<std::string_view> seen;
    int position = 0;
    for (const auto kind : all_kinds()) {
        EXPECT_EQ(static_cast<int>(kind), position++) << name_of(kind);
        EXPECT_TRUE(seen.insert(name_of(kind)).second) << name_of(kind);
        EXPECT_EQ(kind_named(name_of(kind)), kind);
        EXPECT_EQ(version_of(kind), kind == Kind::key_made ? 3 : 1) << name_of(kind);
    }
    EXPECT_EQ(all_kinds().size(), 39U);
}

TEST(Names, OfKindsNeverChange) {
    EXPECT_EQ(name_of(Kind::identity_recorded), "identity.recorded");
    EXPECT_EQ(name_of(Kind::certificate_asked), "certificate.asked");
    EXPECT_EQ(name_of(Kind::key_delivery_asked), "key.delivery-asked");
    EXPECT_EQ(name_of(Kind::application_handed_over), "application.handed-over");
    EXPECT_EQ(name_of(Kind::epoch_opened), "station.epoch-opened");
    EXPECT_EQ(name_of(Kind::backup_restored), "backup.restored");
}

TEST(Names, ThatNobodyGaveAreNone) {
    for (const auto* wrong : {"", "certificates", "certificate.asked ", "Certificate.asked",
                              "application.handed_over", "\xff"}) {
        EXPECT_FALSE(kind_named(wrong)) << wrong;
        EXPECT_FALSE(state_named(wrong)) << wrong;
        EXPECT_FALSE(step_named(wrong)) << wrong;
        EXPECT_FALSE(revocation_reason_named(wrong)) << wrong;
    }
}

TEST(Names, OfStatesAndStepsComeBack) {
    const char* states[] = {"draft",     "refused",     "on-hold",  "waiting-for-ca",
                            "certified", "handed-over", "cancelled"};
    for (const auto* name : states) {
        ASSERT_TRUE(state_named(name)) << name;
        EXPECT_EQ(name_of(*state_named(name)), name);
    }
    const char* steps[] = {"identify", "decide",      "contact",   "portrait",
                           "key",      "certificate", "hand-over", "done"};
    for (const auto* name : steps) {
        ASSERT_TRUE(step_named(name)) << name;
        EXPECT_EQ(name_of(*step_named(name)), name);
    }
}

TEST(Names, OfReasonsAreThoseOfRfc5280) {
    const char* reasons[] = {"unspecified", "keyCompromise", "affiliationChanged", "superseded",
                             "cessationOfOperation"};
    for (const auto* name : reasons) {
        ASSERT_TRUE(revocation_reason_named(name)) << name;
        EXPECT_EQ(name_of(*revocation_reason_named(name)), name);
    }
}

TEST(Names, OfCallsAreDistinct) {
    std::set<std::string_view> seen;
    for (const auto call : {Call::none, Call::recheck, Call::ask, Call::poll, Call::look_up,
                            Call::settle, Call::deliver, Call::revoke}) {
        EXPECT_TRUE(seen.insert(name_of(call)).second);
    }
}

TEST(Names, WhoMustActIsSaidInEachLanguage) {
    std::set<std::string_view> seen;
    for (int who = 0; who <= static_cast<int>(WaitsFor::centre); ++who) {
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            const auto sentence = sentence_for(static_cast<WaitsFor>(who), language);
            EXPECT_EQ(sentence.back(), '.');
            EXPECT_TRUE(seen.insert(sentence).second) << sentence;
        }
    }
}

TEST(Asked, SignsTheHeadBeforeEveryCallToTheOutside) {
    std::set<Kind> asked;
    for (const auto kind : all_kinds()) {
        if (is_asked(kind)) {
            asked.insert(kind);
        }
    }
    EXPECT_EQ(asked, (std::set<Kind>{Kind::certificate_asked, Kind::key_delivery_asked,
                                     Kind::revocation_asked}));
}

TEST(Clock, IsJudgedByWhatTheJournalHolds) {
    const auto last = instant("2026-11-22T09:00:00.000Z");
    struct Case {
        std::chrono::milliseconds after;
        TimeSource expected;
    };
    const Case cases[] = {
        {0ms, TimeSource::system},
        {1ms, TimeSource::system},
        {-1ms, TimeSource::system},
        {-2min, TimeSource::system},
        {-2min - 1ms, TimeSource::doubtful},
        {-24h, TimeSource::doubtful},
        {-24h * 400, TimeSource::doubtful},
        {24h * 180, TimeSource::system},
        {24h * 180 + 1ms, TimeSource::doubtful},
        {24h * 4000, TimeSource::doubtful},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(judge_clock(last + one.after, last, {}), one.expected) << one.after.count();
    }
}

TEST(Clock, WithNothingToCompareIsTrusted) {
    EXPECT_EQ(judge_clock(instant("1970-01-01T00:00:00.000Z"), {}, {}), TimeSource::system);
}

TEST(Clock, ToleranceIsTheOffices) {
    const auto last = instant("2026-11-22T09:00:00.000Z");
    const ClockTolerance strict{std::chrono::minutes(0), std::chrono::days(1)};
    EXPECT_EQ(judge_clock(last - 1ms, last, strict), TimeSource::doubtful);
    EXPECT_EQ(judge_clock(last + 25h, last, strict), TimeSource::doubtful);
    EXPECT_EQ(judge_clock(last + 24h, last, strict), TimeSource::system);
}

} // namespace
} // namespace koltamga::issuance
