#include "crypto/key_maker.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace koltamga::crypto {
namespace {

using namespace std::chrono_literals;

template <class Condition>
bool becomes_true(const Condition& condition) {
    for (const auto end = std::chrono::steady_clock::now() + 60s;
         std::chrono::steady_clock::now() < end; std::this_thread::yield()) {
        if (condition()) {
            return true;
        }
    }
    return false;
}

TEST(KeyMaker, HasTheKeyReadyForWhoeverComesLater) {
    KeyMaker maker;
    maker.begin(KeyAlgorithm::rsa3072);
    ASSERT_TRUE(becomes_true([&] { return maker.ready(); }));
    const auto key = maker.take(KeyAlgorithm::rsa3072);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->algorithm(), KeyAlgorithm::rsa3072);
    EXPECT_LT(maker.last_wait(), 2s);
    EXPECT_FALSE(maker.ready());
}

TEST(KeyMaker, MakesTheKeyAtOnceIfNobodyBegan) {
    KeyMaker maker;
    EXPECT_TRUE(maker.take(KeyAlgorithm::ec_p256));
}

TEST(KeyMaker, NeverGivesOneKeyTwice) {
    KeyMaker maker;
    maker.begin(KeyAlgorithm::ec_p256);
    const auto first = maker.take(KeyAlgorithm::ec_p256);
    const auto second = maker.take(KeyAlgorithm::ec_p256);
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(first->public_key() == second->public_key());
}

TEST(KeyMaker, BeginningAgainKeepsTheKeyThatIsBegun) {
    KeyMaker maker;
    maker.begin(KeyAlgorithm::ec_p256);
    ASSERT_TRUE(becomes_true([&] { return maker.ready(); }));
    maker.begin(KeyAlgorithm::ec_p256);
    EXPECT_TRUE(maker.ready());
}

TEST(KeyMaker, MakesAnotherKindWhenTheProfileSaysSo) {
    KeyMaker maker;
    maker.begin(KeyAlgorithm::rsa3072);
    EXPECT_EQ(maker.take(KeyAlgorithm::ec_p256)->algorithm(), KeyAlgorithm::ec_p256);
}

TEST(KeyMaker, CancelWipesWhatIsReady) {
    KeyMaker maker;
    maker.begin(KeyAlgorithm::ec_p256);
    ASSERT_TRUE(becomes_true([&] { return maker.ready(); }));
    maker.cancel();
    EXPECT_FALSE(maker.ready());
    maker.cancel();
    EXPECT_TRUE(maker.take(KeyAlgorithm::ec_p256));
}

TEST(KeyMaker, CancelEndsTheSearchForPrimes) {
    KeyMaker maker;
    for (int i = 0; i < 20; ++i) {
        maker.begin(KeyAlgorithm::rsa3072);
        maker.cancel();
        EXPECT_FALSE(maker.ready());
    }
}

TEST(KeyMaker, CancelFreesWhoeverWaits) {
    KeyMaker maker;
    maker.begin(KeyAlgorithm::rsa3072);
    std::optional<Code> failure;
    std::jthread waiting([&] {
        const auto key = maker.take(KeyAlgorithm::rsa3072);
        failure = key ? std::nullopt : std::optional(key.failure().code);
    });
    std::this_thread::yield();
    maker.cancel();
    waiting.join();
    // Either the take came after the cancel and made its own key, or it was told.
    EXPECT_TRUE(!failure || *failure == Code::crypto_key_cancelled);
}

TEST(KeyMaker, KeepsAnUnusedKeyNoLongerThanItMay) {
    KeyMaker maker(5ms);
    maker.begin(KeyAlgorithm::ec_p256);
    EXPECT_TRUE(becomes_true([&] { return !maker.ready(); }));
    maker.cancel();
    maker.begin(KeyAlgorithm::ec_p256);
    EXPECT_FALSE(becomes_true([&] { return maker.ready(); }) &&
                 !becomes_true([&] { return !maker.ready(); }));
    KeyMaker patient;
    EXPECT_TRUE(patient.take(KeyAlgorithm::ec_p256));
}

TEST(KeyMaker, NobodyWaitsForAKeyThatWasTooOld) {
    KeyMaker maker(1ms);
    maker.begin(KeyAlgorithm::ec_p256);
    const auto later = std::chrono::steady_clock::now() + 50ms; // made by then, and wiped
    ASSERT_TRUE(becomes_true([&] { return std::chrono::steady_clock::now() > later; }));
    ASSERT_TRUE(becomes_true([&] { return !maker.ready(); }));
    auto taken = std::async(std::launch::async, [&] {
        const auto key = maker.take(KeyAlgorithm::ec_p256);
        return key || key.failed_with(Code::crypto_key_cancelled); // too old once more
    });
    EXPECT_EQ(taken.wait_for(20s), std::future_status::ready);
    maker.cancel();
    EXPECT_TRUE(taken.get());
}

TEST(KeyMaker, EndsWithAKeyBegunOrReady) {
    for (int i = 0; i < 10; ++i) {
        KeyMaker maker;
        maker.begin(i % 2 == 0 ? KeyAlgorithm::rsa3072 : KeyAlgorithm::ec_p256);
    }
}

} // namespace
} // namespace koltamga::crypto
