// OCSP responses of the practice CA (RFC 6960), signed by the issuing CA itself. Internal.
#pragma once

#include "crypto/certificate.h"

#include <functional>

namespace koltamga::practice {

struct OcspStatus {
    enum class Kind { good, revoked, unknown };
    Kind kind = Kind::unknown;
    Instant revoked{};
    int reason = 0;
};

// Answers one request, DER to DER. What is no OCSP request gets "malformedRequest".
Bytes answer_ocsp(BytesView request, const crypto::Certificate& issuer,
                  const crypto::KeyPair& issuer_key, Instant now,
                  const std::function<OcspStatus(const std::string& serial)>& status_of);

} // namespace koltamga::practice
