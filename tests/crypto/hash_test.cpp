#include "crypto/hash.h"
#include "tests/crypto/vectors.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::crypto {
namespace {

TEST(Hash, OfTheEmptyMessageAndOfAbcAreThoseOfFips180) {
    EXPECT_EQ(hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex(sha256(bytes_of("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, InPiecesIsTheHashOfTheWhole) {
    const std::string text(1000, 'k');
    for (const std::size_t cut : {0U, 1U, 63U, 64U, 65U, 999U, 1000U}) {
        Sha256 hash;
        hash.update(bytes_of(text.substr(0, cut))).update(bytes_of(text.substr(cut)));
        EXPECT_EQ(hash.finish(), sha256(bytes_of(text))) << cut;
    }
}

TEST(Hash, HmacIsThatOfRfc4231) {
    const auto vectors = test::read_vectors("hmac_sha256.txt");
    ASSERT_EQ(vectors.size(), 7U);
    for (const auto& vector : vectors) {
        const auto mac = hmac_sha256(vector.octets("key"), vector.octets("data"));
        const auto expected = vector.octets("mac");
        EXPECT_TRUE(std::ranges::equal(BytesView(mac).first(expected.size()), expected))
            << hex(mac);
    }
}

TEST(Hash, HkdfIsThatOfRfc5869) {
    const auto vectors = test::read_vectors("hkdf_sha256.txt");
    ASSERT_EQ(vectors.size(), 3U);
    for (const auto& vector : vectors) {
        const auto expected = vector.octets("okm");
        const auto derived = hkdf_sha256(vector.octets("key"), vector.octets("salt"),
                                         vector.octets("info"), expected.size());
        EXPECT_EQ(hex(derived.view()), hex(expected));
    }
}

TEST(Hash, HkdfGivesNoMoreThanItsRfcAllows) {
    const auto key = bytes_of("key");
    EXPECT_EQ(hkdf_sha256(key, {}, {}, 255 * 32).size(), 8160U);
    EXPECT_ANY_THROW(hkdf_sha256(key, {}, {}, 255 * 32 + 1));
    EXPECT_ANY_THROW(hkdf_sha256(key, {}, {}, 0));
}

} // namespace
} // namespace koltamga::crypto
