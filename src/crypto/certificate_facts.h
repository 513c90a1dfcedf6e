// What a certificate says, decoded once. Internal.
#pragma once

#include "crypto/openssl.h"

#include <map>

namespace koltamga::crypto {

struct CertificateFacts {
    X509Ptr native;
    Bytes der;
    std::string serial;
    Name subject, issuer;
    Instant not_before{}, not_after{};
    std::optional<PublicKey> key;
    std::string signature_algorithm;
    std::map<std::string, Bytes, std::less<>> extensions; // by dotted OID
    bool authority = false;
    std::optional<long> path_length;
    bool has_key_usage = false;
    bool key_usage_critical = false;
    std::vector<KeyUsage> key_usage;
    std::vector<std::string> extended_key_usage, policies, crl_urls, ocsp_urls;
    std::vector<QcStatement> statements;
    Bytes subject_key_id, authority_key_id;
};

struct Certificate::Facts : CertificateFacts {};

Result<CertificateFacts> read_facts(X509Ptr native);

// Extensions in DER; false when malformed.
bool read_extensions(CertificateFacts& facts, std::string& malformed);

// The OIDs or texts of this tag within one statement's SEQUENCE.
std::vector<std::string> within_statement(const std::vector<QcStatement>& statements,
                                          std::string_view oid, std::uint8_t tag);

std::string serial_text(const ASN1_INTEGER* serial);

} // namespace koltamga::crypto
