// Making certificates: for the practice centre's CA, and for tests that need one wrong in exactly
// one thing. The desk itself never issues.
#pragma once

#include "crypto/certificate.h"

namespace koltamga::crypto {

struct BasicConstraints {
    bool authority = false;
    std::optional<long> path_length;
};

struct ExtensionDer {
    std::string oid; // dotted
    bool critical = false;
    Bytes der;
};

enum class SignatureDigest { sha256, sha1 };

struct CertificateTemplate {
    Name subject;
    Instant not_before{}; // whole seconds count
    Instant not_after{};
    Bytes serial; // big-endian; empty: 16 random octets
    std::vector<KeyUsage> key_usage;
    bool key_usage_critical = true;
    std::vector<std::string> extended_key_usage;       // OIDs
    std::optional<BasicConstraints> basic_constraints; // critical when it is an authority
    std::vector<std::string> policies;                 // OIDs
    std::vector<QcStatement> qc_statements;
    std::vector<std::string> dns_names, ip_addresses; // subjectAltName
    std::vector<std::string> crl_urls, ocsp_urls;
    bool subject_key_id = true;
    bool authority_key_id = true;
    std::vector<ExtensionDer> extensions; // as they are, twice if given twice
    SignatureDigest digest = SignatureDigest::sha256;
};

// Statements of EN 319 412-5, ready for a template.
namespace qc {
QcStatement make_compliance();
QcStatement make_sscd();
QcStatement make_type(const std::vector<std::string>& types = {type_esign});
QcStatement make_legislation(const std::vector<std::string>& countries);
struct PdsLocation {
    std::string url;
    std::string language; // two letters, ISO 639-1
};
QcStatement make_pds(const std::vector<PdsLocation>& locations);
QcStatement make_limit_value(const std::string& currency, std::uint32_t amount,
                             std::uint32_t exponent);
QcStatement make_retention(std::uint32_t years);
} // namespace qc

// Fails with crypto.name-refused for the subject, and with crypto.certificate-unreadable when the
// template's own extensions make it so; every other mistake in a template is a bug and throws. The
// public key is not checked for strength: the CA's answers in tests need weak ones too.
Result<Certificate> make_certificate(const CertificateTemplate& content, const PublicKey& key,
                                     const Certificate& issuer, const KeyPair& issuer_key);
// The same unread: also what Certificate::parse would refuse.
Result<Bytes> make_certificate_der(const CertificateTemplate& content, const PublicKey& key,
                                   const Certificate& issuer, const KeyPair& issuer_key);
Result<Certificate> make_self_signed(const CertificateTemplate& content, const KeyPair& key);

} // namespace koltamga::crypto
