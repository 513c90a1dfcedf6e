#include "crypto/base64.h"
#include "crypto/random.h"

#include <gtest/gtest.h>

namespace koltamga::crypto {
namespace {

TEST(Base64, SpellsAsInRfc4648) {
    const std::pair<const char*, const char*> table[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, spelled] : table) {
        EXPECT_EQ(to_base64(bytes_of(plain)), spelled);
        EXPECT_EQ(text_of(*from_base64(spelled)), plain);
    }
}

TEST(Base64, ComesBackWhateverTheOctets) {
    for (std::size_t size = 0; size < 200; ++size) {
        const auto octets = random_octets(size);
        EXPECT_EQ(*from_base64(to_base64(octets)), octets);
    }
}

TEST(Base64, RefusesEverySecondSpelling) {
    for (const auto* text :
         {"Z", "Zg", "Zg=", "Zg===", "Zm8", "Zm9v=", "=Zm9", "Zm=v", "Zh==", "Zm9=", "Zm9v\n",
          " Zm9v", "Zm9v====", "Zm-_", "Z\0g=", "====", "Zm9vZg==Zm9v", "Ж9v="}) {
        EXPECT_TRUE(from_base64(text).failed_with(Code::crypto_base64_unreadable)) << text;
    }
}

TEST(Pem, ComesBackWithTextAroundIt) {
    const auto octets = random_octets(100);
    const auto pem = "a remark\n" + to_pem("THING", octets) + to_pem("OTHER", random_octets(3));
    EXPECT_EQ(*from_pem("THING", pem), octets);
}

TEST(Pem, RefusesWhatIsNotWhole) {
    const auto pem = to_pem("THING", random_octets(100));
    EXPECT_EQ(from_pem("OTHER", pem).failure().detail, "no-pem-begin");
    EXPECT_EQ(from_pem("THING", "").failure().detail, "no-pem-begin");
    EXPECT_EQ(from_pem("THING", pem.substr(0, pem.size() - 5)).failure().detail, "no-pem-end");
    auto changed = pem;
    changed[40] = '!';
    EXPECT_EQ(from_pem("THING", changed).failure().detail, "not-base64");
}

TEST(Pem, HasLinesOf64LettersAndIsReadWithEitherLineEnd) {
    const auto octets = Bytes(100, 'k');
    const auto text = to_base64(octets);
    ASSERT_EQ(text.size(), 136U);
    const auto pem = "-----BEGIN THING-----\n" + text.substr(0, 64) + "\n" + text.substr(64, 64) +
                     "\n" + text.substr(128) + "\n-----END THING-----\n";
    EXPECT_EQ(to_pem("THING", octets), pem);
    std::string of_windows;
    for (const char c : pem) {
        of_windows += c == '\n' ? "\r\n" : std::string(1, c);
    }
    EXPECT_EQ(*from_pem("THING", of_windows), octets);
    EXPECT_EQ(from_pem("THING", "-----END THING-----\n-----BEGIN THING-----\n").failure().detail,
              "no-pem-end");
}

// One reader for both; only where the octets lie meanwhile differs.
TEST(Pem, OfASecretIsReadAsAnyOther) {
    for (const std::size_t size : {0U, 1U, 47U, 48U, 49U, 100U, 121U}) {
        const auto octets = random_octets(size);
        const auto read = secret_from_pem("THING", bytes_of(to_pem("THING", octets)));
        ASSERT_TRUE(read) << size;
        EXPECT_EQ(Bytes(read->view().begin(), read->view().end()), octets);
    }
    const auto refused = [](std::string_view text) {
        return secret_from_pem("THING", bytes_of(text)).failure().detail;
    };
    EXPECT_EQ(refused(""), "no-pem-begin");
    EXPECT_EQ(refused("-----BEGIN THING-----\nZg==\n"), "no-pem-end");
    EXPECT_EQ(refused("-----BEGIN THING-----\nZ!==\n-----END THING-----\n"), "not-base64");
    EXPECT_EQ(refused("-----BEGIN THING-----\nZh==\n-----END THING-----\n"), "not-canonical");
}

} // namespace
} // namespace koltamga::crypto
