#include "crypto/failures.h"
#include "crypto/key_pair.h"
#include "crypto/openssl.h"

#include <algorithm>
#include <array>

#include <openssl/core_names.h>

namespace koltamga::crypto {
namespace {

constexpr int least_rsa_bits = 3072;
constexpr int most_rsa_bits = 8192;
constexpr BN_ULONG least_exponent = 65537;
constexpr std::size_t spki_limit = 16 * 1024;

// SubjectPublicKeyInfo of P-256 (RFC 5480) up to the point: named curve, uncompressed point.
constexpr std::array<std::uint8_t, 27> p256_head = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
    0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};

Result<KeyAlgorithm> check_rsa(EVP_PKEY* key) {
    const int bits = EVP_PKEY_get_bits(key);
    if (bits < least_rsa_bits) {
        return key_refused("rsa-too-short " + std::to_string(bits));
    }
    if (bits > most_rsa_bits) {
        return key_refused("rsa-too-long " + std::to_string(bits));
    }
    BIGNUM* read = nullptr;
    must(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &read) == 1, "rsa exponent");
    const BignumPtr exponent(read);
    const BignumPtr least(must_have(BN_new(), "BN_new"));
    must(BN_set_word(least.get(), least_exponent) == 1, "BN_set_word");
    if (BN_cmp(exponent.get(), least.get()) < 0 || BN_is_odd(exponent.get()) == 0) {
        return key_refused("rsa-exponent-small");
    }
    return KeyAlgorithm::rsa3072;
}

} // namespace

Result<PublicKey> PublicKey::parse(BytesView spki) {
    const ErrorQueue quiet;
    if (spki.empty() || spki.size() > spki_limit) {
        return key_unreadable("size");
    }
    bool all_read = false;
    auto key = from_der<PkeyPtr>(d2i_PUBKEY, spki, all_read);
    if (!key) {
        return key_unreadable("not-a-public-key");
    }
    if (!all_read) {
        return key_unreadable("trailing-octets");
    }
    PublicKey parsed;
    parsed.spki_.assign(spki.begin(), spki.end());
    parsed.handle_ = std::make_shared<const Handle>(Handle{std::move(key)});
    return parsed;
}

PublicKey Native::public_key(PkeyPtr key) {
    PublicKey parsed;
    parsed.spki_ = to_der(i2d_PUBKEY, static_cast<const EVP_PKEY*>(key.get()));
    parsed.handle_ = std::make_shared<const PublicKey::Handle>(PublicKey::Handle{std::move(key)});
    return parsed;
}

Done PublicKey::verify(BytesView message, BytesView signature) const {
    const ErrorQueue quiet;
    const MdCtxPtr context(must_have(EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    // A key that cannot sign over SHA-256 (X25519, Ed25519) verifies nothing.
    if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, handle_->key.get()) !=
            1 ||
        EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                         message.size()) != 1) {
        return signature_wrong();
    }
    return {};
}

Result<KeyAlgorithm> check_strength(const PublicKey& key) {
    const ErrorQueue quiet;
    EVP_PKEY* native = Native::key(key);
    if (EVP_PKEY_is_a(native, "RSA") == 1) {
        return check_rsa(native);
    }
    if (EVP_PKEY_is_a(native, "EC") != 1) {
        return key_refused("algorithm-not-allowed");
    }
    const auto& spki = key.spki();
    const bool p256 = spki.size() == p256_head.size() + 64 &&
                      std::ranges::equal(p256_head, BytesView(spki).first(p256_head.size()));
    return p256 ? Result(KeyAlgorithm::ec_p256) : key_refused("curve-not-allowed");
}

} // namespace koltamga::crypto
