// A secret stands in memory only as long, and only as far, as it is one.
#include "base/secret_bytes.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga {
namespace {

TEST(SecretBytes, WhatFallsOffIsWiped) {
    SecretBytes secret(bytes_of("S3cret of the applicant"));
    const BytesView whole(secret.data(), secret.size()); // the page stays mapped
    secret.shrink(6);
    EXPECT_EQ(text_of(secret.view()), "S3cret");
    EXPECT_TRUE(std::ranges::all_of(whole.subspan(6), [](auto octet) { return octet == 0; }));
}

TEST(SecretBytes, NeverGrowsByShrinking) {
    SecretBytes secret(bytes_of("S3cret"));
    secret.shrink(7);
    EXPECT_EQ(text_of(secret.view()), "S3cret");
}

TEST(SecretBytes, AreEqualOnlyInEveryOctet) {
    EXPECT_TRUE(equal_in_constant_time(bytes_of("abc"), bytes_of("abc")));
    for (const auto* other : {"", "ab", "abcd", "xbc", "axc", "abx"}) {
        EXPECT_FALSE(equal_in_constant_time(bytes_of("abc"), bytes_of(other))) << other;
    }
}

} // namespace
} // namespace koltamga
