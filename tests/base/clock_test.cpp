#include "base/clock.h"

#include <gtest/gtest.h>

namespace koltamga {
namespace {

TEST(Clock, AnInstantHasOneSpelling) {
    for (const auto* text :
         {"2026-11-22T09:41:07.123Z", "0000-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z",
          "1970-01-01T00:00:00.000Z", "2024-02-29T00:00:00.001Z", "9999-12-31T23:59:59.999Z"}) {
        const auto instant = instant_from(text);
        ASSERT_TRUE(instant) << text;
        EXPECT_EQ(to_text(*instant), text);
    }
}

TEST(Clock, WhatIsNoInstantOfOursIsRefused) {
    for (const auto* text : {"",
                             "2026-11-22",
                             "2026-11-22T09:41:07Z",
                             "2026-11-22T09:41:07.12Z",
                             "2026-11-22 09:41:07.123Z",
                             "2026-11-22T09:41:07.123z",
                             "2026-13-22T09:41:07.123Z",
                             "2026-02-29T09:41:07.123Z",
                             "2026-11-22T24:00:00.000Z",
                             "2026-11-22T09:60:00.000Z",
                             "2026-11-22T09:41:60.000Z",
                             "+026-11-22T09:41:07.123Z",
                             "2026-11-22T09:41:07.123Z ",
                             "2026-00-22T09:41:07.123Z",
                             "2026-11-00T09:41:07.123Z",
                             "2026/11-22T09:41:07.123Z",
                             "2026-11-22T09.41:07.123Z",
                             "2026-11-22T09:41:07,123Z",
                             "2026-11-22T09:41:07.12:Z",
                             "2026-11-22T09:41:07.12/Z"}) {
        EXPECT_FALSE(instant_from(text)) << text;
    }
}

TEST(Clock, AnInstantIsOfItsDayHourMinuteSecondAndMillisecond) {
    using namespace std::chrono;
    const auto instant = *instant_from("2026-11-22T23:59:58.007Z");
    EXPECT_EQ(instant, sys_days(year(2026) / 11 / 22) + hours(23) + minutes(59) + seconds(58) +
                           milliseconds(7));
    EXPECT_EQ(to_text(instant - milliseconds(8)), "2026-11-22T23:59:57.999Z");
    EXPECT_EQ(to_text(instant + seconds(2)), "2026-11-23T00:00:00.007Z");
}

TEST(Clock, SourcesOfTimeHaveNames) {
    const std::pair<TimeSource, const char*> names[] = {{TimeSource::system, "system"},
                                                        {TimeSource::centre, "centre"},
                                                        {TimeSource::doubtful, "doubtful"}};
    for (const auto& [source, name] : names) {
        EXPECT_EQ(to_text(source), name);
        EXPECT_EQ(time_source_from(name), source);
    }
    EXPECT_FALSE(time_source_from(""));
    EXPECT_FALSE(time_source_from("System"));
}

TEST(Clock, StandsWhereItIsPutOrGoesOn) {
    const auto noon = *instant_from("2026-11-22T12:00:00.000Z");
    FixedClock fixed(noon);
    EXPECT_EQ(fixed.now(), noon);
    fixed.advance(std::chrono::minutes(1));
    EXPECT_EQ(to_text(fixed.now()), "2026-11-22T12:01:00.000Z");
    fixed.set(noon);
    EXPECT_EQ(fixed.now(), noon);
    const auto before =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    EXPECT_GE(SystemClock().now(), before);
}

TEST(Clock, YearsThatHaveNoSpellingAreNotReadBack) {
    using namespace std::chrono;
    const Instant last = *instant_from("9999-12-31T23:59:59.999Z");
    EXPECT_EQ(to_text(last + milliseconds(1)), "10000-01-01T00:00:00.000Z");
    EXPECT_FALSE(instant_from(to_text(last + milliseconds(1))));
    const Instant first = *instant_from("0000-01-01T00:00:00.000Z");
    EXPECT_FALSE(instant_from(to_text(first - milliseconds(1))));
}

} // namespace
} // namespace koltamga
