// PKCS#8 (RFC 5958) in clear and under a password (PBES2, RFC 8018).
#include "crypto/failures.h"
#include "crypto/key_pair.h"
#include "crypto/memory.h"
#include "crypto/openssl.h"
#include "crypto/random.h"

#include <algorithm>
#include <climits>

#include <openssl/pkcs12.h>

namespace koltamga::crypto {
namespace {

constexpr std::size_t pkcs8_limit = 64 * 1024;
constexpr std::size_t salt_octets = 16;
constexpr std::size_t iv_octets = 16;
constexpr long most_rounds = 10'000'000;

void close_pkcs8(PKCS8_PRIV_KEY_INFO* info) noexcept {
    PKCS8_PRIV_KEY_INFO_free(info);
}
void close_pbe2(PBE2PARAM* parameters) noexcept {
    PBE2PARAM_free(parameters);
}
void close_pbkdf2(PBKDF2PARAM* parameters) noexcept {
    PBKDF2PARAM_free(parameters);
}
using Pkcs8Ptr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Closer<close_pkcs8>>;
using SigPtr = std::unique_ptr<X509_SIG, Closer<X509_SIG_free>>;
using AlgorPtr = std::unique_ptr<X509_ALGOR, Closer<X509_ALGOR_free>>;
using Pbe2Ptr = std::unique_ptr<PBE2PARAM, Closer<close_pbe2>>;
using Pbkdf2Ptr = std::unique_ptr<PBKDF2PARAM, Closer<close_pbkdf2>>;

const char* characters(BytesView password) {
    return password.empty() ? "" : reinterpret_cast<const char*>(password.data());
}

Pkcs8Ptr info_of(const KeyPair& pair) {
    return Pkcs8Ptr(must_have(EVP_PKEY2PKCS8(Native::key(pair)), "EVP_PKEY2PKCS8"));
}

Result<KeyPair> key_from(const PKCS8_PRIV_KEY_INFO* info) {
    PkeyPtr key(EVP_PKCS82PKEY(info));
    scrub_stack();
    if (!key) {
        return key_unreadable("not-a-private-key");
    }
    const PkeyCtxPtr context(
        must_have(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr), "EVP_PKEY_CTX"));
    if (EVP_PKEY_pairwise_check(context.get()) != 1) {
        return key_unreadable("halves-differ");
    }
    auto pair = Native::key_pair(std::move(key));
    KOLTAMGA_CHECK(check_strength(pair.public_key()));
    return pair;
}

template <class Pointer, class T>
Pointer unpack(const ASN1_ITEM* item, const X509_ALGOR* algorithm, int nid) {
    const ASN1_OBJECT* object = nullptr;
    int type = V_ASN1_UNDEF;
    const void* parameter = nullptr;
    X509_ALGOR_get0(&object, &type, &parameter, algorithm);
    if (OBJ_obj2nid(object) != nid || type != V_ASN1_SEQUENCE) {
        return nullptr;
    }
    return Pointer(
        static_cast<T*>(ASN1_item_unpack(static_cast<const ASN1_STRING*>(parameter), item)));
}

// Only the one scheme we write, at any count of rounds that ends in reasonable time.
Done check_scheme(const X509_SIG* encrypted) {
    const X509_ALGOR* algorithm = nullptr;
    X509_SIG_get0(encrypted, &algorithm, nullptr);
    const auto pbes2 = unpack<Pbe2Ptr, PBE2PARAM>(ASN1_ITEM_rptr(PBE2PARAM), algorithm, NID_pbes2);
    if (!pbes2) {
        return key_unreadable("not-pbes2");
    }
    const auto pbkdf2 =
        unpack<Pbkdf2Ptr, PBKDF2PARAM>(ASN1_ITEM_rptr(PBKDF2PARAM), pbes2->keyfunc, NID_id_pbkdf2);
    if (!pbkdf2) {
        return key_unreadable("not-pbkdf2");
    }
    const ASN1_OBJECT* cipher = nullptr;
    X509_ALGOR_get0(&cipher, nullptr, nullptr, pbes2->encryption);
    if (OBJ_obj2nid(cipher) != NID_aes_256_cbc) {
        return key_unreadable("cipher-not-allowed");
    }
    std::int64_t rounds = 0;
    if (ASN1_INTEGER_get_int64(&rounds, pbkdf2->iter) != 1 || rounds < 1 || rounds > most_rounds) {
        return key_unreadable("rounds-not-allowed");
    }
    return {};
}

Result<SigPtr> read_encrypted(BytesView der) {
    if (der.size() > pkcs8_limit) {
        return key_unreadable("too-large");
    }
    bool all_read = false;
    auto encrypted = from_der<SigPtr>(d2i_X509_SIG, der, all_read);
    if (!encrypted) {
        return key_unreadable("not-encrypted-pkcs8");
    }
    if (!all_read) {
        return key_unreadable("trailing-octets");
    }
    KOLTAMGA_CHECK(check_scheme(encrypted.get()));
    return encrypted;
}

} // namespace

SecretBytes KeyPair::pkcs8() const {
    const auto info = info_of(*this);
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr);
    must(size > 0, "i2d_PKCS8_PRIV_KEY_INFO");
    SecretBytes der(static_cast<std::size_t>(size));
    unsigned char* at = der.data();
    must(i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at) == size, "i2d_PKCS8_PRIV_KEY_INFO");
    scrub_stack();
    return der;
}

Bytes KeyPair::encrypted_pkcs8(BytesView password, int rounds) const {
    must(rounds >= pbkdf2_rounds && password.size() <= INT_MAX, "pbkdf2 rounds");
    const ErrorQueue quiet;
    Bytes salt = random_octets(salt_octets);
    Bytes iv = random_octets(iv_octets);
    AlgorPtr scheme(
        must_have(PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), rounds, salt.data(),
                                    static_cast<int>(salt.size()), iv.data(), NID_hmacWithSHA256),
                  "PKCS5_pbe2_set_iv"));
    const auto info = info_of(*this);
    const SigPtr encrypted(
        must_have(PKCS8_set0_pbe(characters(password), static_cast<int>(password.size()),
                                 info.get(), scheme.get()),
                  "PKCS8_set0_pbe"));
    static_cast<void>(scheme.release()); // now the encrypted key's
    scrub_stack();
    return to_der(i2d_X509_SIG, static_cast<const X509_SIG*>(encrypted.get()));
}

Result<KeyPair> KeyPair::from_pkcs8(BytesView der) {
    const ErrorQueue quiet;
    if (der.size() > pkcs8_limit) {
        return key_unreadable("too-large");
    }
    bool all_read = false;
    const auto info = from_der<Pkcs8Ptr>(d2i_PKCS8_PRIV_KEY_INFO, der, all_read);
    if (!info) {
        return key_unreadable("not-pkcs8");
    }
    return all_read ? key_from(info.get()) : key_unreadable("trailing-octets");
}

Result<KeyPair> KeyPair::from_encrypted_pkcs8(BytesView der, BytesView password) {
    const ErrorQueue quiet;
    KOLTAMGA_TRY(const auto encrypted, read_encrypted(der));
    const Pkcs8Ptr info(
        PKCS8_decrypt(encrypted.get(), characters(password),
                      static_cast<int>(std::min<std::size_t>(password.size(), INT_MAX))));
    scrub_stack();
    // A wrong password shows as wrong padding, or once in 256 as something that is no key.
    return info ? key_from(info.get()) : Result<KeyPair>(wrong_password());
}

Done KeyPair::check_encrypted_pkcs8(BytesView der) {
    const ErrorQueue quiet;
    KOLTAMGA_CHECK(read_encrypted(der));
    return {};
}

} // namespace koltamga::crypto
