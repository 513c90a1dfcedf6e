#include "crypto/agreement.h"
#include "crypto/der.h"
#include "crypto/openssl.h"
#include "crypto/random.h"
#include "tests/crypto/made.h"

#include <algorithm>

#include <openssl/pkcs12.h>
#include <openssl/rsa.h>

namespace koltamga::test {
namespace {

const auto password = bytes_of("Ала-Тоо 1936");
const auto message = bytes_of("what is signed");

PublicKey rsa_of(unsigned bits, unsigned long exponent = RSA_F4) {
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY_keygen_init(context.get());
    EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), static_cast<int>(bits));
    BignumPtr number(BN_new());
    BN_set_word(number.get(), exponent);
    EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.get(), number.get());
    EVP_PKEY* key = nullptr;
    EXPECT_EQ(EVP_PKEY_generate(context.get(), &key), 1) << bits;
    return Native::public_key(PkeyPtr(key));
}

PkeyPtr key_of(const char* algorithm, const char* group) {
    return PkeyPtr(group == nullptr ? EVP_PKEY_Q_keygen(nullptr, nullptr, algorithm)
                                    : EVP_PKEY_Q_keygen(nullptr, nullptr, algorithm, group));
}

// EncryptedPrivateKeyInfo with nothing sensible in it, under so many rounds.
Bytes encrypted_with(int rounds) {
    Bytes salt(16);
    Bytes iv(16);
    X509_ALGOR* scheme = PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), rounds, salt.data(), 16, iv.data(),
                                           NID_hmacWithSHA256);
    const auto algorithm = to_der(i2d_X509_ALGOR, static_cast<const X509_ALGOR*>(scheme));
    X509_ALGOR_free(scheme);
    return der::sequence({algorithm, der::element(der::octet_string_tag, Bytes(32, 0x42))});
}

const KeyPair& pair_of(KeyAlgorithm algorithm) {
    return algorithm == KeyAlgorithm::rsa3072 ? made().rsa_key : made().holder_key;
}

class EveryAlgorithm : public testing::TestWithParam<KeyAlgorithm> {};
INSTANTIATE_TEST_SUITE_P(KeyPair, EveryAlgorithm,
                         testing::Values(KeyAlgorithm::rsa3072, KeyAlgorithm::ec_p256));

TEST_P(EveryAlgorithm, IsOnTheAllowList) {
    const auto strength = check_strength(pair_of(GetParam()).public_key());
    ASSERT_TRUE(strength);
    EXPECT_EQ(*strength, GetParam());
    EXPECT_EQ(pair_of(GetParam()).algorithm(), GetParam());
    EXPECT_EQ(key_algorithm_named(name_of(GetParam())), GetParam());
}

TEST_P(EveryAlgorithm, SignsWhatItsPublicHalfVerifies) {
    const auto& pair = pair_of(GetParam());
    const auto signature = pair.sign(message);
    EXPECT_TRUE(pair.public_key().verify(message, signature));
    EXPECT_TRUE(pair.public_key()
                    .verify(bytes_of("other"), signature)
                    .failed_with(Code::crypto_signature_wrong));
    EXPECT_FALSE(pair.public_key().verify(message, {}));
    EXPECT_FALSE(made().root_key.public_key().verify(message, signature));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        auto changed = signature;
        changed[i] ^= 1U;
        EXPECT_FALSE(pair.public_key().verify(message, changed)) << i;
        EXPECT_FALSE(pair.public_key().verify(message, BytesView(signature).first(i))) << i;
    }
    auto longer = signature;
    longer.push_back(0);
    EXPECT_FALSE(pair.public_key().verify(message, longer));
}

TEST_P(EveryAlgorithm, ComesBackFromPkcs8) {
    const auto& pair = pair_of(GetParam());
    const auto again = KeyPair::from_pkcs8(pair.pkcs8().view());
    ASSERT_TRUE(again) << detail_of(again);
    EXPECT_EQ(again->public_key(), pair.public_key());
    EXPECT_TRUE(pair.public_key().verify(message, again->sign(message)));
}

TEST_P(EveryAlgorithm, OpensUnderItsPasswordOnly) {
    const auto& pair = pair_of(GetParam());
    const auto encrypted = pair.encrypted_pkcs8(password);
    const auto again = KeyPair::from_encrypted_pkcs8(encrypted, password);
    ASSERT_TRUE(again) << detail_of(again);
    EXPECT_EQ(again->public_key(), pair.public_key());
    EXPECT_TRUE(KeyPair::from_encrypted_pkcs8(encrypted, bytes_of("Ала-Тоо 1937"))
                    .failed_with(Code::crypto_wrong_password));
    EXPECT_TRUE(
        KeyPair::from_encrypted_pkcs8(encrypted, {}).failed_with(Code::crypto_wrong_password));
}

TEST_P(EveryAlgorithm, IsReadByTheOpensslCommandLine) {
    const auto& pair = pair_of(GetParam());
    const auto file = file_of("key.p8", pair.encrypted_pkcs8(password));
    const auto word = file_of("word", password);
    const auto public_half =
        run("openssl pkey -inform DER -in " + file + " -passin file:" + word + " -pubout");
    EXPECT_EQ(public_half.status, 0) << public_half.text;
    const auto shown = run("openssl pkcs8 -inform DER -in " + file + " -passin file:" + word +
                           " -topk8 -nocrypt -outform DER | sha256sum");
    EXPECT_TRUE(shown.text.starts_with(hex(sha256(pair.pkcs8().view())))) << shown.text;
    const auto structure = run("openssl asn1parse -inform DER -in " + file);
    for (const auto* word_shown : {"PBES2", "PBKDF2", ":0927C0", "hmacWithSHA256", "aes-256-cbc"}) {
        EXPECT_NE(structure.text.find(word_shown), std::string::npos) << structure.text;
    }
}

TEST(KeyPair, TwoAreNeverTheSame) {
    EXPECT_FALSE(KeyPair::generate(KeyAlgorithm::ec_p256).public_key() ==
                 KeyPair::generate(KeyAlgorithm::ec_p256).public_key());
}

TEST(KeyPair, EncryptsWithASaltOfItsOwnEachTime) {
    EXPECT_NE(made().holder_key.encrypted_pkcs8(password),
              made().holder_key.encrypted_pkcs8(password));
    EXPECT_ANY_THROW(static_cast<void>(made().holder_key.encrypted_pkcs8(password, 599'999)));
}

TEST(KeyPair, CutShortOrWithATailIsRefused) {
    const auto plain = made().holder_key.pkcs8();
    const auto encrypted = made().holder_key.encrypted_pkcs8(password);
    for (std::size_t size = 0; size < plain.size(); ++size) {
        EXPECT_TRUE(
            KeyPair::from_pkcs8(plain.view().first(size)).failed_with(Code::crypto_key_unreadable))
            << size;
    }
    for (std::size_t size = 0; size < encrypted.size(); ++size) {
        EXPECT_TRUE(KeyPair::from_encrypted_pkcs8(BytesView(encrypted).first(size), password)
                        .failed_with(Code::crypto_key_unreadable))
            << size;
        EXPECT_FALSE(KeyPair::check_encrypted_pkcs8(BytesView(encrypted).first(size))) << size;
    }
    Bytes longer(plain.view().begin(), plain.view().end());
    longer.push_back(0);
    EXPECT_EQ(detail_of(KeyPair::from_pkcs8(longer)), "trailing-octets");
    auto tail = encrypted;
    tail.push_back(0);
    EXPECT_EQ(detail_of(KeyPair::from_encrypted_pkcs8(tail, password)), "trailing-octets");
    EXPECT_EQ(detail_of(KeyPair::from_pkcs8(Bytes(65 * 1024))), "too-large");
    EXPECT_EQ(detail_of(KeyPair::from_encrypted_pkcs8(Bytes(65 * 1024), {})), "too-large");
}

TEST(KeyPair, UnderAPasswordIsToldFromOneInClearWithoutTheWord) {
    const auto& key = made().holder_key;
    EXPECT_TRUE(KeyPair::check_encrypted_pkcs8(key.encrypted_pkcs8(password)));
    EXPECT_EQ(detail_of(KeyPair::check_encrypted_pkcs8(key.pkcs8().view())), "not-encrypted-pkcs8");
    EXPECT_EQ(detail_of(KeyPair::check_encrypted_pkcs8(encrypted_with(10'000'001))),
              "rounds-not-allowed");
}

TEST(KeyPair, SchemesThatCouldStopTheMachineOrAreOldAreRefused) {
    const auto file = file_of("plain.p8", made().holder_key.pkcs8().view());
    const std::pair<const char*, const char*> table[] = {
        {"-v1 PBE-SHA1-3DES", "not-pbes2"},
        {"-v2 des3", "cipher-not-allowed"},
        {"-v2 aes-128-cbc", "cipher-not-allowed"},
        {"-scrypt", "not-pbkdf2"},
    };
    for (const auto& [options, detail] : table) {
        const auto target = file_of("hostile.p8", {});
        ASSERT_EQ(run("openssl pkcs8 -topk8 -inform DER -outform DER -in " + file + " -out " +
                      target + " -passout pass:word " + options)
                      .status,
                  0);
        std::ifstream in(target, std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(in)), {});
        EXPECT_EQ(detail_of(KeyPair::from_encrypted_pkcs8(bytes_of(content), bytes_of("word"))),
                  detail)
            << options;
    }
    for (const int rounds : {10'000'001, 2'000'000'000}) {
        const auto hostile = encrypted_with(rounds);
        EXPECT_EQ(detail_of(KeyPair::from_encrypted_pkcs8(hostile, password)),
                  "rounds-not-allowed");
    }
    EXPECT_TRUE(KeyPair::from_encrypted_pkcs8(encrypted_with(1000), password)
                    .failed_with(Code::crypto_wrong_password));
}

TEST(KeyPair, OfRefusedStrengthIsNotReadEither) {
    const auto key = key_of("EC", "P-384");
    const auto info = EVP_PKEY2PKCS8(key.get());
    const auto der = to_der(i2d_PKCS8_PRIV_KEY_INFO, static_cast<const PKCS8_PRIV_KEY_INFO*>(info));
    PKCS8_PRIV_KEY_INFO_free(info);
    EXPECT_TRUE(KeyPair::from_pkcs8(der).failed_with(Code::crypto_key_refused));
}

TEST(Strength, RefusesWhatIsWeakerOrOther) {
    const std::tuple<PublicKey, const char*> table[] = {
        {rsa_of(1024), "rsa-too-short 1024"},
        {rsa_of(2047), "rsa-too-short 2047"},
        {rsa_of(2048), "rsa-too-short 2048"},
        {rsa_of(3070), "rsa-too-short 3070"},
        {rsa_of(3072, 3), "rsa-exponent-small"},
        {Native::public_key(key_of("EC", "P-224")), "curve-not-allowed"},
        {Native::public_key(key_of("EC", "P-384")), "curve-not-allowed"},
        {Native::public_key(key_of("EC", "P-521")), "curve-not-allowed"},
        {Native::public_key(key_of("EC", "secp256k1")), "curve-not-allowed"},
        {Native::public_key(key_of("EC", "brainpoolP256r1")), "curve-not-allowed"},
        {Native::public_key(key_of("ED25519", nullptr)), "algorithm-not-allowed"},
        {Native::public_key(key_of("X25519", nullptr)), "algorithm-not-allowed"},
    };
    for (const auto& [key, detail] : table) {
        const auto strength = check_strength(key);
        ASSERT_TRUE(strength.failed_with(Code::crypto_key_refused)) << detail;
        EXPECT_EQ(strength.failure().detail, detail);
    }
}

TEST(Strength, TakesACurveOnlyByItsNameAndItsPointWhole) {
    const auto key = key_of("EC", "P-256");
    ASSERT_EQ(EVP_PKEY_set_utf8_string_param(key.get(), "point-format", "compressed"), 1);
    EXPECT_EQ(detail_of(check_strength(Native::public_key(PkeyPtr(EVP_PKEY_dup(key.get()))))),
              "curve-not-allowed");
    ASSERT_EQ(EVP_PKEY_set_utf8_string_param(key.get(), "point-format", "uncompressed"), 1);
    ASSERT_EQ(EVP_PKEY_set_utf8_string_param(key.get(), "encoding", "explicit"), 1);
    EXPECT_EQ(detail_of(check_strength(Native::public_key(PkeyPtr(EVP_PKEY_dup(key.get()))))),
              "curve-not-allowed");
}

TEST(PublicKey, IsReadWholeOrNotAtAll) {
    const auto& spki = made().holder_key.public_key().spki();
    ASSERT_TRUE(PublicKey::parse(spki));
    EXPECT_EQ(PublicKey::parse(spki)->fingerprint(), sha256(spki));
    for (std::size_t size = 0; size < spki.size(); ++size) {
        EXPECT_TRUE(
            PublicKey::parse(BytesView(spki).first(size)).failed_with(Code::crypto_key_unreadable))
            << size;
    }
    auto longer = spki;
    longer.push_back(0);
    EXPECT_EQ(detail_of(PublicKey::parse(longer)), "trailing-octets");
    EXPECT_EQ(detail_of(PublicKey::parse(Bytes(17 * 1024))), "size");
    auto off_curve = spki;
    off_curve.back() ^= 1U;
    EXPECT_EQ(detail_of(PublicKey::parse(off_curve)), "not-a-public-key");
}

TEST(PublicKey, ThatCannotSignVerifiesNothing) {
    const auto key = Native::public_key(key_of("X25519", nullptr));
    EXPECT_TRUE(key.verify(message, Bytes(64)).failed_with(Code::crypto_signature_wrong));
}

TEST(Agreement, IsSignedInItsOwnContext) {
    const auto& pair = made().holder_key;
    const auto signature = sign_agreement(pair, "the record");
    EXPECT_TRUE(verify_agreement(pair.public_key(), "the record", signature));
    EXPECT_TRUE(pair.public_key().verify(bytes_of("koltamga-agreement-1\nthe record"), signature));
    EXPECT_FALSE(verify_agreement(pair.public_key(), "another record", signature));
    EXPECT_FALSE(
        verify_agreement(pair.public_key(), "the record", pair.sign(bytes_of("the record"))));
}

// SubjectPublicKeyInfo of an RSA key of so many bits (PKCS#1; nobody asks for primes here).
PublicKey rsa_said_to_be(std::size_t bits, std::uint64_t exponent) {
    Bytes modulus((bits + 7) / 8, 0xff);
    modulus[0] = static_cast<std::uint8_t>(0xffU >> (8 * modulus.size() - bits));
    if ((modulus[0] & 0x80U) != 0) {
        modulus.insert(modulus.begin(), 0);
    }
    const auto key =
        der::sequence({der::element(der::integer_tag, modulus), der::integer(exponent)});
    return *PublicKey::parse(
        der::sequence({der::sequence({der::oid("1.2.840.113549.1.1.1"), der::null()}),
                       der::element(der::bit_string_tag, der::joined({Bytes{0}, key}))}));
}

TEST(Strength, IsReckonedToTheLastBit) {
    const std::tuple<std::size_t, std::uint64_t, const char*> table[] = {
        {3071, 65537, "rsa-too-short 3071"}, {3072, 65537, "no failure"},
        {4096, 65537, "no failure"},         {8192, 65537, "no failure"},
        {8193, 65537, "rsa-too-long 8193"},  {3072, 65535, "rsa-exponent-small"},
        {3072, 65536, "rsa-exponent-small"}, {3072, 65538, "rsa-exponent-small"},
        {3072, 65539, "no failure"},         {3072, 3, "rsa-exponent-small"},
    };
    for (const auto& [bits, exponent, detail] : table) {
        EXPECT_EQ(detail_of(check_strength(rsa_said_to_be(bits, exponent))), detail)
            << bits << " " << exponent;
    }
}

TEST(KeyPair, OfRsaHas3072Bits) {
    EXPECT_EQ(EVP_PKEY_get_bits(Native::key(made().rsa_key)), 3072);
}

TEST(KeyPair, IsEncryptedUnderASaltAndAnIvOf16Octets) {
    const auto text = hex(made().holder_key.encrypted_pkcs8(password));
    const auto rounds = text.find("02030927c0");
    ASSERT_NE(rounds, std::string::npos);
    EXPECT_EQ(text.substr(rounds - 36, 4), "0410") << "salt";
    const auto cipher = text.find("060960864801650304012a"); // aes256-CBC
    ASSERT_NE(cipher, std::string::npos);
    EXPECT_EQ(text.substr(cipher + 22, 4), "0410") << "iv";
}

TEST(KeyPair, WhoseHalvesDifferIsRefused) {
    const auto plain = made().holder_key.pkcs8();
    Bytes changed(plain.view().begin(), plain.view().end());
    const auto point = [](const KeyPair& pair) {
        const auto& spki = pair.public_key().spki();
        return Bytes(spki.end() - 65, spki.end());
    };
    const auto own = point(made().holder_key);
    const auto at = std::search(changed.begin(), changed.end(), own.begin(), own.end());
    ASSERT_NE(at, changed.end());
    std::ranges::copy(point(made().root_key), at);
    EXPECT_EQ(detail_of(KeyPair::from_pkcs8(changed)), "halves-differ");
}

} // namespace
} // namespace koltamga::test
