#include "crypto/seal.h"

#include "crypto/failures.h"
#include "crypto/openssl.h"
#include "crypto/random.h"

#include <climits>

namespace koltamga::crypto {
namespace {

constexpr std::size_t nonce_octets = 12;
constexpr std::size_t tag_octets = 16;

// One direction of the cipher, set up with key, nonce and associated data.
class Gcm {
  public:
    Gcm(BytesView key, BytesView nonce, BytesView associated, bool sealing)
        : context_(must_have(EVP_CIPHER_CTX_new(), "EVP_CIPHER_CTX_new")) {
        must(key.size() == seal_key_octets && nonce.size() == nonce_octets, "seal key");
        must(EVP_CipherInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data(),
                               sealing ? 1 : 0) == 1,
             "EVP_CipherInit_ex");
        update(associated, nullptr);
    }

    void update(BytesView input, std::uint8_t* output) {
        int written = 0;
        must(input.size() <= INT_MAX, "seal length");
        if (!input.empty()) {
            must(EVP_CipherUpdate(context_.get(), output, &written, input.data(),
                                  static_cast<int>(input.size())) == 1,
                 "EVP_CipherUpdate");
        }
    }

    void take_tag(std::uint8_t* tag) {
        must(finish(), "EVP_CipherFinal_ex");
        must(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, tag_octets, tag) == 1,
             "AEAD_GET_TAG");
    }

    bool tag_is(BytesView tag) {
        Bytes copy(tag.begin(), tag.end());
        must(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, tag_octets, copy.data()) ==
                 1,
             "AEAD_SET_TAG");
        return finish();
    }

  private:
    bool finish() {
        int written = 0;
        std::uint8_t none = 0;
        return EVP_CipherFinal_ex(context_.get(), &none, &written) == 1;
    }
    CipherCtxPtr context_;
};

// Into room of exactly the plain text's size. False: not authentic, and the room is wiped.
bool open_into(BytesView key, BytesView sealed, BytesView associated,
               std::span<std::uint8_t> room) {
    const ErrorQueue quiet;
    Gcm gcm(key, sealed.first(nonce_octets), associated, false);
    gcm.update(sealed.subspan(nonce_octets, room.size()), room.data());
    if (!gcm.tag_is(sealed.last(tag_octets))) {
        wipe(room.data(), room.size());
        return false;
    }
    return true;
}

template <class Holder>
Result<Holder> open_as(BytesView key, BytesView sealed, BytesView associated) {
    if (sealed.size() < seal_overhead) {
        return sealed_truncated();
    }
    Holder plain(sealed.size() - seal_overhead);
    if (!open_into(key, sealed, associated, {plain.data(), plain.size()})) {
        return not_opened();
    }
    return plain;
}

} // namespace

Bytes seal(BytesView key, BytesView plain, BytesView associated) {
    Bytes sealed(plain.size() + seal_overhead);
    random_bytes({sealed.data(), nonce_octets});
    Gcm gcm(key, {sealed.data(), nonce_octets}, associated, true);
    gcm.update(plain, sealed.data() + nonce_octets);
    gcm.take_tag(sealed.data() + nonce_octets + plain.size());
    return sealed;
}

Result<Bytes> open(BytesView key, BytesView sealed, BytesView associated) {
    return open_as<Bytes>(key, sealed, associated);
}

Result<SecretBytes> open_secret(BytesView key, BytesView sealed, BytesView associated) {
    return open_as<SecretBytes>(key, sealed, associated);
}

} // namespace koltamga::crypto
