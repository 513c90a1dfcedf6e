// A secret stands in memory only as long, and only as far, as it is one.
#include "base/secret_bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>

#include <sys/mman.h>

namespace koltamga {
namespace {

TEST(SecretBytes, WhatFallsOffIsWiped) {
    SecretBytes secret(bytes_of("S3cret of the applicant"));
    const BytesView whole(secret.data(), secret.size()); // the page stays mapped
    secret.shrink(6);
    EXPECT_EQ(text_of(secret.view()), "S3cret");
    EXPECT_TRUE(std::ranges::all_of(whole.subspan(6), [](auto octet) { return octet == 0; }));
}

TEST(SecretBytes, AreMovedAndNotCopied) {
    SecretBytes secret(bytes_of("S3cret"));
    const auto* where = secret.data();
    SecretBytes moved(std::move(secret));
    EXPECT_EQ(moved.data(), where);
    EXPECT_EQ(text_of(moved.view()), "S3cret");
    EXPECT_TRUE(secret.empty()); // NOLINT(bugprone-use-after-move): what is left is nothing
    EXPECT_EQ(secret.data(), nullptr);
    SecretBytes other(bytes_of("other"));
    other = std::move(moved);
    EXPECT_EQ(other.data(), where);
    EXPECT_EQ(other.size(), 6U);
    EXPECT_EQ(moved.data(), nullptr); // NOLINT(bugprone-use-after-move)
    EXPECT_EQ(moved.size(), 0U);
}

TEST(SecretBytes, ThatAreReplacedLeaveNoPageBehind) {
    SecretBytes secret(bytes_of("S3cret"));
    auto* const page = secret.data();
    EXPECT_EQ(::msync(page, 1, MS_ASYNC), 0);
    secret = SecretBytes(bytes_of("other"));
    EXPECT_NE(secret.data(), page);
    EXPECT_EQ(::msync(page, 1, MS_ASYNC), -1);
    EXPECT_EQ(errno, ENOMEM);
}

TEST(SecretBytes, CopiedOnPurposeAreTwo) {
    SecretBytes secret(bytes_of("S3cret"));
    const auto copy = secret.copy();
    EXPECT_NE(copy.data(), secret.data());
    secret.wipe();
    EXPECT_EQ(text_of(copy.view()), "S3cret");
    EXPECT_TRUE(secret.empty());
    EXPECT_EQ(secret.data(), nullptr);
}

TEST(SecretBytes, BeginAsZeros) {
    const SecretBytes secret(5000);
    EXPECT_EQ(secret.size(), 5000U);
    EXPECT_TRUE(std::ranges::all_of(secret.view(), [](auto octet) { return octet == 0; }));
    EXPECT_TRUE(SecretBytes(0).empty());
    EXPECT_TRUE(SecretBytes().empty());
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
