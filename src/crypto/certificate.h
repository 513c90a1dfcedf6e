// X.509 certificates (RFC 5280), with what ETSI EN 319 412-5 adds for qualified ones.
#pragma once

#include "base/clock.h"
#include "crypto/key_pair.h"
#include "crypto/name.h"

#include <optional>
#include <string>
#include <vector>

namespace koltamga::crypto {

inline constexpr std::size_t certificate_limit = 64 * 1024; // octets

// RFC 5280 §4.2.1.3, in its order. nonRepudiation is the same bit as content_commitment.
enum class KeyUsage {
    digital_signature,
    content_commitment,
    key_encipherment,
    data_encipherment,
    key_agreement,
    certificate_sign,
    crl_sign,
    encipher_only,
    decipher_only,
};

std::string_view name_of(KeyUsage usage); // RFC 5280's: "nonRepudiation"

// One statement of id-pe-qcStatements (RFC 3739 §3.2.6).
struct QcStatement {
    std::string oid; // dotted
    Bytes info;      // DER of statementInfo; empty: none

    bool operator==(const QcStatement&) const = default;
};

namespace qc {
inline constexpr auto compliance = "0.4.0.1862.1.1";
inline constexpr auto limit_value = "0.4.0.1862.1.2";
inline constexpr auto retention = "0.4.0.1862.1.3";
inline constexpr auto sscd = "0.4.0.1862.1.4";
inline constexpr auto pds = "0.4.0.1862.1.5";
inline constexpr auto type = "0.4.0.1862.1.6";
inline constexpr auto type_esign = "0.4.0.1862.1.6.1";
inline constexpr auto type_eseal = "0.4.0.1862.1.6.2";
inline constexpr auto type_web = "0.4.0.1862.1.6.3";
inline constexpr auto legislation = "0.4.0.1862.1.7";
} // namespace qc

namespace purpose {
inline constexpr auto server = "1.3.6.1.5.5.7.3.1";
inline constexpr auto client = "1.3.6.1.5.5.7.3.2";
inline constexpr auto email = "1.3.6.1.5.5.7.3.4";
inline constexpr auto ocsp = "1.3.6.1.5.5.7.3.9";
inline constexpr auto cmc_ca = "1.3.6.1.5.5.7.3.27"; // id-kp-cmcCA
inline constexpr auto cmc_ra = "1.3.6.1.5.5.7.3.28"; // id-kp-cmcRA
} // namespace purpose

// A certificate as it came, with everything this program asks of it already decoded. It is not
// trusted by being here: that is verify_path's to say (crypto/path.h). Cheap to copy; any thread.
class Certificate {
  public:
    // DER or PEM, nothing after it, at most certificate_limit. Fails with
    // crypto.certificate-unreadable: "too-large", "not-a-certificate", "trailing-octets",
    // "extension-twice", "extension-malformed <OID>", "name-unreadable", "validity-unreadable",
    // "key-unreadable".
    static Result<Certificate> parse(BytesView der_or_pem);

    const Bytes& der() const;
    std::string pem() const;
    Digest fingerprint() const; // SHA-256 of the DER

    const std::string&
    serial() const; // lower-case hexadecimal, whole octets, "-" before a negative
    const Name& subject() const;
    const Name& issuer() const;
    std::string subject_text() const; // RFC 2253, UTF-8
    std::string issuer_text() const;
    // The values of one attribute type (short name or OID), in order.
    std::vector<std::string> subject_values(std::string_view type) const;
    Instant not_before() const;
    Instant not_after() const;
    const PublicKey& public_key() const;
    const std::string&
    signature_algorithm() const; // "sha256WithRSAEncryption", "ecdsa-with-SHA256"

    bool is_authority() const;
    std::optional<long> path_length() const;
    bool has_key_usage() const;
    const std::vector<KeyUsage>& key_usage() const;
    bool key_usage_critical() const;
    const std::vector<std::string>& extended_key_usage() const; // OIDs
    const std::vector<std::string>& policies() const;           // OIDs
    const std::vector<QcStatement>& qc_statements() const;
    bool has_qc_statement(std::string_view oid) const;
    std::vector<std::string> qc_types() const;       // OIDs within QcType
    std::vector<std::string> qc_legislation() const; // countries within QcCClegislation
    const std::vector<std::string>& crl_urls() const;
    const std::vector<std::string>& ocsp_urls() const;
    const Bytes& subject_key_id() const;
    const Bytes& authority_key_id() const;
    // Content of an extension by dotted OID; nothing if it is not there.
    std::optional<Bytes> extension(std::string_view oid) const;

    bool operator==(const Certificate& other) const { return der() == other.der(); }

  private:
    friend struct Native;
    struct Facts;
    explicit Certificate(std::shared_ptr<const Facts> facts) : facts_(std::move(facts)) {}
    std::shared_ptr<const Facts> facts_;
};

// Every certificate of a PEM file, in order; none at all is a failure.
Result<std::vector<Certificate>> parse_certificates(std::string_view pem);

} // namespace koltamga::crypto
