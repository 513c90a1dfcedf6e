#include "crypto/random.h"
#include "crypto/seal.h"
#include "tests/crypto/vectors.h"

#include <gtest/gtest.h>

#include <set>

namespace koltamga::crypto {
namespace {

const Bytes key = random_octets(seal_key_octets);
const auto text = bytes_of("Асанов Усон");
const auto place = bytes_of("koltamga-blob-1\nportrait");

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes whole;
    for (const auto& part : parts) {
        whole.insert(whole.end(), part.begin(), part.end());
    }
    return whole;
}

TEST(Seal, OpensThePublishedVectors) {
    for (const auto& vector : test::read_vectors("aes256_gcm.txt")) {
        const auto sealed =
            joined({vector.octets("nonce"), vector.octets("cipher"), vector.octets("tag")});
        const auto plain = open(vector.octets("key"), sealed, vector.octets("associated"));
        ASSERT_TRUE(plain);
        EXPECT_EQ(hex(*plain), hex(vector.octets("plain")));
    }
}

TEST(Seal, OpensWhatWasSealedForTheSamePlace) {
    const auto sealed = seal(key, text, place);
    EXPECT_EQ(sealed.size(), text.size() + seal_overhead);
    EXPECT_EQ(text_of(*open(key, sealed, place)), text_of(text));
    EXPECT_EQ(text_of(open_secret(key, sealed, place)->view()), text_of(text));
}

TEST(Seal, HoldsNothingAndAMegabyteAlike) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1} << 20U}) {
        const Bytes plain(size, 7);
        EXPECT_EQ(*open(key, seal(key, plain, {}), {}), plain);
    }
}

TEST(Seal, NeverUsesANonceTwice) {
    std::set<Bytes> nonces;
    for (int i = 0; i < 1000; ++i) {
        const auto sealed = seal(key, text, place);
        nonces.insert(Bytes(sealed.begin(), sealed.begin() + 12));
    }
    EXPECT_EQ(nonces.size(), 1000U);
}

TEST(Seal, StaysShutForAnyChangedBit) {
    const auto sealed = seal(key, text, place);
    for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
        auto changed = sealed;
        changed[i / 8] = static_cast<std::uint8_t>(changed[i / 8] ^ (1U << (i % 8)));
        EXPECT_TRUE(open(key, changed, place).failed_with(Code::crypto_not_opened)) << i;
    }
}

TEST(Seal, StaysShutForAnotherKeyOrPlace) {
    const auto sealed = seal(key, text, place);
    EXPECT_TRUE(open(random_octets(32), sealed, place).failed_with(Code::crypto_not_opened));
    EXPECT_TRUE(open(key, sealed, bytes_of("other")).failed_with(Code::crypto_not_opened));
    EXPECT_TRUE(open(key, sealed, {}).failed_with(Code::crypto_not_opened));
}

TEST(Seal, TellsWhatIsCutShortFromWhatIsAltered) {
    const auto sealed = seal(key, text, place);
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        const auto opened = open(key, BytesView(sealed).first(size), place);
        EXPECT_TRUE(opened.failed_with(size < seal_overhead ? Code::crypto_sealed_truncated
                                                            : Code::crypto_not_opened))
            << size;
    }
}

TEST(Seal, TakesNoKeyOfAnotherLength) {
    for (const std::size_t size : {0U, 16U, 31U, 33U}) {
        EXPECT_ANY_THROW(seal(Bytes(size), text, place)) << size;
    }
}

} // namespace
} // namespace koltamga::crypto
