// No prime, scalar or password is left in this process's memory once its owner is gone.
#include "crypto/base64.h"
#include "crypto/certificate_request.h"
#include "crypto/key_maker.h"
#include "crypto/memory.h"
#include "crypto/openssl.h"
#include "crypto/password.h"
#include "crypto/random.h"
#include "crypto/seal.h"
#include "tests/crypto/memory_scan.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <sys/resource.h>
#include <unistd.h>

namespace koltamga::test {
namespace {

using namespace crypto;

constexpr std::size_t enough = 32; // octets of a number that cannot be there by chance

// The private numbers of a key, both ways round. Only masked copies outlive this call.
std::vector<Needle> private_numbers(const KeyPair& pair) {
    const bool rsa = pair.algorithm() == KeyAlgorithm::rsa3072;
    const std::vector<const char*> names =
        rsa ? std::vector<const char*>{OSSL_PKEY_PARAM_RSA_D,
                                       OSSL_PKEY_PARAM_RSA_FACTOR1,
                                       OSSL_PKEY_PARAM_RSA_FACTOR2,
                                       OSSL_PKEY_PARAM_RSA_EXPONENT1,
                                       OSSL_PKEY_PARAM_RSA_EXPONENT2,
                                       OSSL_PKEY_PARAM_RSA_COEFFICIENT1}
            : std::vector<const char*>{OSSL_PKEY_PARAM_PRIV_KEY};
    std::vector<Needle> needles;
    for (const auto* name : names) {
        BIGNUM* read = nullptr;
        must(EVP_PKEY_get_bn_param(Native::key(pair), name, &read) == 1, name);
        const BignumPtr number(read);
        SecretBytes octets(static_cast<std::size_t>(BN_num_bytes(number.get())));
        BN_bn2bin(number.get(), octets.data());
        const Needle needle(octets.view().first(std::min(enough, octets.size())));
        needles.push_back(needle);
        needles.push_back(needle.backwards());
    }
    scrub_stack();
    return needles;
}

// Typed, as it were: never a literal, which would stand in the program's text.
SecretBytes typed_password() {
    SecretBytes typed(20);
    std::uint8_t letter = 'q';
    for (auto& octet : typed.writable()) {
        octet = letter;
        letter = static_cast<std::uint8_t>('a' + (letter * 7 + 3) % 26);
    }
    return typed;
}

TEST(Memory, TheWipingAllocatorIsInPlace) {
    EXPECT_TRUE(install_wiping_allocator());
}

TEST(Memory, OfAKeyIsFoundWhileItLivesAndNotAfter) {
    for (const auto algorithm : {KeyAlgorithm::ec_p256, KeyAlgorithm::rsa3072}) {
        auto pair = std::optional(KeyPair::generate(algorithm));
        const auto needles = private_numbers(*pair);
        EXPECT_GE(hits_in_own_memory(needles), 1U); // the search does find
        pair.reset();
        EXPECT_EQ(hits_in_own_memory(needles), 0U) << name_of(algorithm);
    }
}

// The locked heap has a mebibyte; an ordinary user may be allowed less.
bool may_lock_enough() {
    rlimit allowed{};
    ::getrlimit(RLIMIT_MEMLOCK, &allowed);
    return ::geteuid() == 0 || allowed.rlim_cur >= (2U << 20U);
}

TEST(Memory, OfAKeyThatLivesIsLockedAndLeftOutOfCores) {
    if (!may_lock_enough()) {
        GTEST_SKIP() << "not run: too little memory may be locked here (RLIMIT_MEMLOCK)";
    }
    for (const auto algorithm : {KeyAlgorithm::ec_p256, KeyAlgorithm::rsa3072}) {
        const auto pair = KeyPair::generate(algorithm);
        const auto needles = private_numbers(pair);
        EXPECT_FALSE(pair.sign(bytes_of("record")).empty());
        EXPECT_TRUE(CertificateRequest::make({{"CN", "ASANOV USON"}}, pair));
        EXPECT_GE(hits_in_own_memory(needles), 1U);
        EXPECT_EQ(hits_in_own_memory(needles, Where::exposed), 0U) << name_of(algorithm);
    }
}

TEST(Memory, OfAPasswordThatIsTypedIsLockedAndLeftOutOfCores) {
    if (!may_lock_enough()) {
        GTEST_SKIP() << "not run: too little memory may be locked here (RLIMIT_MEMLOCK)";
    }
    const auto password = typed_password();
    const std::vector<Needle> needles{Needle(password.view())};
    EXPECT_EQ(hits_in_own_memory(needles, Where::exposed), 0U);
    const Bytes careless(password.view().begin(), password.view().end());
    EXPECT_EQ(hits_in_own_memory(needles, Where::exposed), 1U); // the search does find
}

TEST(Memory, OfAKeyThatSignedAndWasSealedHoldsNothing) {
    for (const auto algorithm : {KeyAlgorithm::ec_p256, KeyAlgorithm::rsa3072}) {
        auto password = std::optional(typed_password());
        const Needle word(password->view());
        auto pair = std::optional(KeyPair::generate(algorithm));
        auto needles = private_numbers(*pair);
        needles.push_back(word);
        const auto signature = pair->sign(bytes_of("record"));
        const auto sealed = pair->encrypted_pkcs8(password->view());
        auto again = KeyPair::from_encrypted_pkcs8(sealed, password->view());
        ASSERT_TRUE(again);
        { const auto plain = KeyPair::from_pkcs8(pair->pkcs8().view()); }
        EXPECT_EQ(signature.empty(), false);
        again = Failure{};
        pair.reset();
        password.reset();
        EXPECT_EQ(hits_in_own_memory(needles), 0U) << name_of(algorithm);
    }
}

constexpr std::string_view pem_begin = "-----BEGIN PRIVATE KEY-----\n";
constexpr std::string_view pem_end = "-----END PRIVATE KEY-----\n";
constexpr std::size_t octets_in_a_line = 48, letters_in_a_line = 64;

// As it comes from a file, without a copy of it anywhere else.
SecretBytes pem_of(BytesView der) {
    SecretBytes text(pem_begin.size() + der.size() * 2 + pem_end.size());
    auto* at = std::ranges::copy(pem_begin, text.data()).out;
    for (; !der.empty(); der = der.subspan(std::min(octets_in_a_line, der.size()))) {
        const auto line = der.first(std::min(octets_in_a_line, der.size()));
        at += EVP_EncodeBlock(at, line.data(), static_cast<int>(line.size()));
        *at++ = '\n';
    }
    at = std::ranges::copy(pem_end, at).out;
    text.shrink(static_cast<std::size_t>(at - text.data()));
    return text;
}

// The agency's, with which profiles are signed.
TEST(Memory, OfAKeyThatWasReadFromPemIsLockedAndHoldsNothingAfter) {
    if (!may_lock_enough()) {
        GTEST_SKIP() << "not run: too little memory may be locked here (RLIMIT_MEMLOCK)";
    }
    auto pair = std::optional(KeyPair::generate(KeyAlgorithm::ec_p256));
    auto needles = private_numbers(*pair);
    auto pem = std::optional(pem_of(pair->pkcs8().view()));
    const auto second_line = pem_begin.size() + letters_in_a_line + 1;
    needles.emplace_back(pem->view().subspan(second_line, enough)); // half of the number
    pair.reset();
    EXPECT_GE(hits_in_own_memory(needles), 1U);
    auto der = secret_from_pem("PRIVATE KEY", pem->view());
    ASSERT_TRUE(der);
    EXPECT_TRUE(KeyPair::from_pkcs8(der->view()));
    EXPECT_EQ(hits_in_own_memory(needles, Where::exposed), 0U);
    der = Failure{};
    pem.reset();
    EXPECT_EQ(hits_in_own_memory(needles), 0U);
}

TEST(Memory, OfAPasswordThatWasCheckedHoldsNothing) {
    auto password = std::optional(typed_password());
    const std::vector<Needle> needles{Needle(password->view())};
    EXPECT_GE(hits_in_own_memory(needles), 1U);
    const auto record = password_record(password->view());
    EXPECT_TRUE(check_password(password->view(), record));
    EXPECT_TRUE(check_new_password(password->view()));
    password.reset();
    EXPECT_EQ(hits_in_own_memory(needles), 0U);
}

TEST(Memory, OfAKeyMadeInTheBackgroundAndCancelledHoldsNothing) {
    KeyMaker maker;
    for (const auto algorithm : {KeyAlgorithm::ec_p256, KeyAlgorithm::rsa3072}) {
        auto taken = maker.take(algorithm);
        ASSERT_TRUE(taken);
        const auto needles = private_numbers(*taken);
        taken = Failure{};
        maker.cancel();
        EXPECT_EQ(hits_in_own_memory(needles), 0U) << name_of(algorithm);
    }
}

// Deciphered before the tag is looked at: what was not authentic goes at once.
TEST(Memory, OfWhatWasNotAuthenticHoldsNothing) {
    constexpr std::size_t octets = 1000; // as below
    auto secret = std::optional(random_secret(octets));
    const std::vector<Needle> needles{Needle(secret->view().subspan(enough, enough))};
    const auto key = random_secret(seal_key_octets);
    auto sealed = seal(key.view(), secret->view(), {});
    secret.reset();
    sealed.back() ^= 1;
    EXPECT_FALSE(open(key.view(), sealed, {}));
    EXPECT_EQ(hits_in_own_memory(needles), 0U);
    sealed.back() ^= 1;
    const auto opened = open(key.view(), sealed, {});
    EXPECT_GE(hits_in_own_memory(needles), 1U); // the search does find
}

TEST(Memory, ThatMovedBecauseItGrewHoldsNothing) {
    constexpr std::size_t octets = 1000; // a freed piece of a size nobody else asks for
    auto secret = std::optional(random_secret(octets));
    const std::vector<Needle> needles{Needle(secret->view().subspan(enough, enough))};
    auto* memory = OPENSSL_malloc(octets);
    ASSERT_NE(memory, nullptr);
    std::ranges::copy(secret->view(), static_cast<std::uint8_t*>(memory));
    secret.reset();
    EXPECT_EQ(hits_in_own_memory(needles), 1U); // the search does find
    auto* grown = OPENSSL_realloc(memory, 100 * octets);
    ASSERT_NE(grown, nullptr);
    EXPECT_EQ(hits_in_own_memory(needles), 1U) << "moved, not copied";
    OPENSSL_free(grown);
    EXPECT_EQ(hits_in_own_memory(needles), 0U);
}

} // namespace
} // namespace koltamga::test
