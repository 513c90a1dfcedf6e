// Whether a certificate leads to a root we trust (RFC 5280 §6), at a given instant.
#pragma once

#include "crypto/certificate.h"
#include "crypto/crl.h"

#include <span>

namespace koltamga::crypto {

struct PathQuestion {
    std::vector<Certificate> roots;         // the only trust there is
    std::vector<Certificate> intermediates; // helpers, never trusted by themselves
    Instant at{};
    bool check_revocation =
        false; // then a valid CRL is needed for every certificate below the root
    std::vector<Crl> crls;
};

// The path from the certificate to its root. Strict reading of RFC 5280, whatever the purpose; the
// caller looks at key usage and policies. The second of notAfter itself counts as expired.
// Signatures over SHA-1 and keys below 112 bits are refused. Fails with crypto.path-refused:
// "issuer-unknown", "not-yet-valid", "expired", "signature-wrong", "revoked", "not-an-authority",
// "path-too-long", "crl-missing", "crl-expired", "crl-signature-wrong", "digest-weak", "key-weak",
// "extension-critical-unknown", and others in OpenSSL's words; after it, the depth at which it was
// found (0: the certificate itself).
Result<std::vector<Certificate>> verify_path(const Certificate& certificate,
                                             const PathQuestion& question);

} // namespace koltamga::crypto
