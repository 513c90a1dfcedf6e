#include "crypto/key_pair.h"

#include "crypto/failures.h"
#include "crypto/memory.h"
#include "crypto/openssl.h"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

namespace koltamga::crypto {
namespace {

constexpr int rsa_bits = 3072;

// Called by the library between steps of the search for primes; 0 gives up.
int go_on(EVP_PKEY_CTX* context) {
    const auto* stop = static_cast<const std::stop_token*>(EVP_PKEY_CTX_get_app_data(context));
    return stop->stop_requested() ? 0 : 1;
}

PkeyCtxPtr generator_for(KeyAlgorithm algorithm) {
    const bool rsa = algorithm == KeyAlgorithm::rsa3072;
    PkeyCtxPtr context(must_have(EVP_PKEY_CTX_new_from_name(nullptr, rsa ? "RSA" : "EC", nullptr),
                                 "EVP_PKEY_CTX"));
    must(EVP_PKEY_keygen_init(context.get()) == 1, "EVP_PKEY_keygen_init");
    if (rsa) {
        must(EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), rsa_bits) == 1, "rsa_keygen_bits");
    } else {
        must(EVP_PKEY_CTX_set_group_name(context.get(), "P-256") == 1, "set_group_name");
    }
    return context;
}

// EVP_DigestSign and its kind want a context of their own for each message.
MdCtxPtr digest_context() {
    return MdCtxPtr(must_have(EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
}

} // namespace

KeyPair::KeyPair(std::unique_ptr<Handle> handle, PublicKey public_key)
    : handle_(std::move(handle)), public_key_(std::move(public_key)) {}
KeyPair::KeyPair(KeyPair&&) noexcept = default;
KeyPair& KeyPair::operator=(KeyPair&&) noexcept = default;
KeyPair::~KeyPair() = default;

KeyPair Native::key_pair(PkeyPtr key) {
    // The public half is read from its own encoding, so that it holds nothing private.
    auto half = PublicKey::parse(to_der(i2d_PUBKEY, static_cast<const EVP_PKEY*>(key.get())));
    must(static_cast<bool>(half), "PublicKey::parse");
    return {std::make_unique<KeyPair::Handle>(KeyPair::Handle{std::move(key)}), std::move(*half)};
}

PkeyPtr Native::passing_copy(const KeyPair& pair) {
    return PkeyPtr(must_have(EVP_PKEY_dup(key(pair)), "EVP_PKEY_dup"));
}

std::optional<KeyPair> KeyPair::generate(KeyAlgorithm algorithm, const std::stop_token& stop) {
    const ErrorQueue quiet;
    const auto context = generator_for(algorithm);
    std::stop_token token = stop;
    EVP_PKEY_CTX_set_app_data(context.get(), &token);
    EVP_PKEY_CTX_set_cb(context.get(), go_on);
    EVP_PKEY* made = nullptr;
    const bool worked = EVP_PKEY_generate(context.get(), &made) == 1;
    PkeyPtr key(made);
    scrub_stack();
    if (stop.stop_requested()) {
        return std::nullopt;
    }
    must(worked, "EVP_PKEY_generate");
    return Native::key_pair(std::move(key));
}

KeyPair KeyPair::generate(KeyAlgorithm algorithm) {
    return std::move(generate(algorithm, std::stop_token())).value();
}

KeyAlgorithm KeyPair::algorithm() const {
    return EVP_PKEY_is_a(handle_->key.get(), "RSA") == 1 ? KeyAlgorithm::rsa3072
                                                         : KeyAlgorithm::ec_p256;
}

Bytes KeyPair::sign(BytesView message) const {
    const auto key = Native::passing_copy(*this);
    const auto context = digest_context();
    must(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1,
         "EVP_DigestSignInit");
    std::size_t size = 0;
    must(EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1,
         "EVP_DigestSign");
    Bytes signature(size);
    must(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) ==
             1,
         "EVP_DigestSign");
    signature.resize(size);
    scrub_stack();
    return signature;
}

std::string_view name_of(KeyAlgorithm algorithm) {
    return algorithm == KeyAlgorithm::rsa3072 ? "rsa3072" : "ec-p256";
}

std::optional<KeyAlgorithm> key_algorithm_named(std::string_view name) {
    for (const auto algorithm : {KeyAlgorithm::rsa3072, KeyAlgorithm::ec_p256}) {
        if (name_of(algorithm) == name) {
            return algorithm;
        }
    }
    return std::nullopt;
}

} // namespace koltamga::crypto
