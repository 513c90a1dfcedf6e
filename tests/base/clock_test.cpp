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
    for (const auto* text :
         {"", "2026-11-22", "2026-11-22T09:41:07Z", "2026-11-22T09:41:07.12Z",
          "2026-11-22 09:41:07.123Z", "2026-11-22T09:41:07.123z", "2026-13-22T09:41:07.123Z",
          "2026-02-29T09:41:07.123Z", "2026-11-22T24:00:00.000Z", "2026-11-22T09:60:00.000Z",
          "2026-11-22T09:41:60.000Z", "+026-11-22T09:41:07.123Z", "2026-11-22T09:41:07.123Z "}) {
        EXPECT_FALSE(instant_from(text)) << text;
    }
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
