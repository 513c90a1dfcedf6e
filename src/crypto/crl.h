// Certificate revocation lists (RFC 5280 §5).
#pragma once

#include "crypto/certificate.h"

namespace koltamga::crypto {

inline constexpr std::size_t crl_limit = 16 * 1024 * 1024; // octets

struct Revoked {
    std::string serial; // as Certificate::serial
    Instant at{};
    int reason = 0; // RFC 5280 §5.3.1 CRLReason
};

// A list as it came; its signature is verified by verify_path or verify_signature. Cheap to copy.
class Crl {
  public:
    // DER or PEM. Fails with crypto.crl-unreadable.
    static Result<Crl> parse(BytesView der_or_pem);

    const Bytes& der() const;
    const Name& issuer() const;
    Instant this_update() const;
    std::optional<Instant> next_update() const;
    const std::vector<Revoked>& revoked() const;
    std::optional<Revoked> find(std::string_view serial) const;
    // Fails with crypto.signature-wrong.
    Done verify_signature(const Certificate& issuer) const;

  private:
    friend struct Native;
    struct Facts;
    explicit Crl(std::shared_ptr<const Facts> facts) : facts_(std::move(facts)) {}
    std::shared_ptr<const Facts> facts_;
};

struct CrlTemplate {
    Instant this_update{};
    Instant next_update{};
    std::uint64_t number = 1;
    std::vector<Revoked> revoked;
};

// Signed by the issuer's key with SHA-256. A malformed serial is a bug and throws.
Crl make_crl(const CrlTemplate& content, const Certificate& issuer, const KeyPair& issuer_key);

} // namespace koltamga::crypto
