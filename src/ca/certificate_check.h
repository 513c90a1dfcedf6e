// Whether a certificate is what was asked for, and nothing more (SECURITY 24, 27).
#pragma once

#include "crypto/certificate.h"
#include "issuance/ports.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace koltamga::ca {

// What the office profile says of a proper certificate.
struct CertificateExpectations {
    std::vector<crypto::Certificate> roots; // the only trust there is
    // Helpers of the path, not trusted themselves; where authorities are among them, one of these
    // must have issued the certificate, and no sister of theirs under the same root.
    std::vector<crypto::Certificate> intermediates;
    std::vector<std::string> policies; // OIDs; all of these and no other
    std::vector<crypto::KeyUsage> key_usage = {crypto::KeyUsage::content_commitment}; // exactly
    bool qc_compliance = true;
    std::string qc_type = crypto::qc::type_esign; // OID, exactly this one; empty: none at all
    std::string legislation = "KG"; // QcCClegislation, exactly this country; empty: none at all
    std::vector<std::string> extended_key_usage; // OIDs that may stand there; default: none
    std::chrono::days longest_validity{366}; // and never past the anniversary, whatever stands here
    // How far the CA's clock may be from ours, and how long before our asking a certificate may
    // begin (CAs set the beginning back a little).
    std::chrono::seconds clock_tolerance{std::chrono::minutes(10)};
    std::chrono::seconds backdating_tolerance{std::chrono::hours(24)};
};

// Checks that it is what our order, the profile's expectations and, of RFC 5280 and ETSI EN
// 319 412-2 and -5, what concerns form, path, key usage (critical), policies, statements and a way
// to learn of its revocation ask for. Whether it is revoked is not asked. `now` is nothing when the
// clock is not trusted: then validity is compared with itself only. `helpers` came with the answer:
// intermediates for the path, never trust. Fails with ca.certificate-refused; each thing that can
// be wrong has its own detail.
Result<issuance::CaGranted> check_certificate(const crypto::Certificate& certificate,
                                              const issuance::CertificateOrder& order,
                                              const CertificateExpectations& expected,
                                              std::optional<Instant> now,
                                              const std::vector<crypto::Certificate>& helpers = {});

// The same for octets as they came; unreadable: "unreadable REASON".
Result<issuance::CaGranted> check_certificate(BytesView der,
                                              const issuance::CertificateOrder& order,
                                              const CertificateExpectations& expected,
                                              std::optional<Instant> now,
                                              const std::vector<crypto::Certificate>& helpers = {});

// The last second a certificate beginning at `start` may hold: the anniversary minus a second;
// 29 February has its anniversary on 1 March.
Instant latest_end(Instant start);

} // namespace koltamga::ca
