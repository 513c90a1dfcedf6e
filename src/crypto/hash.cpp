#include "crypto/hash.h"

#include "crypto/openssl.h"

#include <openssl/core_names.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

namespace koltamga::crypto {
namespace {

constexpr std::size_t hkdf_limit = 255 * 32; // RFC 5869 §2.3

// OpenSSL takes no null pointer, not even for nothing.
unsigned char* octets(BytesView bytes) {
    static unsigned char none = 0;
    return bytes.empty() ? &none : const_cast<unsigned char*>(bytes.data()); // NOLINT: read only
}

// Looked up once: done anew for each short message, that takes longer than hashing it.
const EVP_MD* sha256_once() {
    static const MdPtr found(must_have(EVP_MD_fetch(nullptr, "SHA256", nullptr), "EVP_MD_fetch"));
    return found.get();
}

OSSL_PARAM octet_param(const char* name, BytesView bytes) {
    return OSSL_PARAM_construct_octet_string(name, octets(bytes), bytes.size());
}

} // namespace

struct Sha256::State {
    MdCtxPtr context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    must(state_->context != nullptr, "EVP_MD_CTX_new");
    must(EVP_DigestInit_ex(state_->context.get(), sha256_once(), nullptr) == 1,
         "EVP_DigestInit_ex");
}

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

Sha256& Sha256::update(BytesView piece) {
    must(EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size()) == 1,
         "EVP_DigestUpdate");
    return *this;
}

Digest Sha256::finish() {
    Digest digest{};
    must(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1,
         "EVP_DigestFinal_ex");
    return digest;
}

Digest sha256(BytesView message) {
    Digest digest{};
    must(EVP_Digest(octets(message), message.size(), digest.data(), nullptr, sha256_once(),
                    nullptr) == 1,
         "EVP_Digest");
    return digest;
}

Digest hmac_sha256(BytesView key, BytesView message) {
    Digest digest{};
    unsigned int size = 0;
    must_have(HMAC(EVP_sha256(), octets(key), static_cast<int>(key.size()), octets(message),
                   message.size(), digest.data(), &size),
              "HMAC");
    must(size == digest.size(), "HMAC");
    return digest;
}

SecretBytes hkdf_sha256(BytesView key, BytesView salt, BytesView info, std::size_t length) {
    must(length > 0 && length <= hkdf_limit, "hkdf length");
    const KdfPtr kdf(must_have(EVP_KDF_fetch(nullptr, "HKDF", nullptr), "EVP_KDF_fetch"));
    const KdfCtxPtr context(must_have(EVP_KDF_CTX_new(kdf.get()), "EVP_KDF_CTX_new"));
    std::string digest = "SHA256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
        octet_param(OSSL_KDF_PARAM_KEY, key), octet_param(OSSL_KDF_PARAM_SALT, salt),
        octet_param(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
    SecretBytes derived(length);
    must(EVP_KDF_derive(context.get(), derived.data(), derived.size(), params) == 1,
         "EVP_KDF_derive");
    return derived;
}

} // namespace koltamga::crypto
