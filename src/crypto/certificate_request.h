// PKCS#10 requests (RFC 2986).
#pragma once

#include "crypto/key_pair.h"
#include "crypto/name.h"

namespace koltamga::crypto {

inline constexpr std::size_t request_limit = 64 * 1024; // octets

class CertificateRequest {
  public:
    // Signed by the key: that is the proof of possession. Fails with crypto.name-refused when an
    // attribute is unknown, empty, too long or of letters its type does not take.
    static Result<CertificateRequest> make(const Name& subject, const KeyPair& key);
    // DER or PEM. Its own signature is verified. Fails with crypto.request-unreadable:
    // "too-large", "not-a-request", "trailing-octets", "key-unreadable", "signature-wrong".
    static Result<CertificateRequest> parse(BytesView der_or_pem);

    const Bytes& der() const { return der_; }
    std::string pem() const;
    const Name& subject() const { return subject_; }
    const PublicKey& public_key() const { return public_key_; }

  private:
    CertificateRequest(Bytes der, Name subject, PublicKey key)
        : der_(std::move(der)), subject_(std::move(subject)), public_key_(std::move(key)) {}
    Bytes der_;
    Name subject_;
    PublicKey public_key_;
};

} // namespace koltamga::crypto
