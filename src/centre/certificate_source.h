// What the centre asks of the certification authority behind it. The practice centre answers by its
// own; a real one by the agency's.
#pragma once

#include "crypto/certificate.h"
#include "crypto/certificate_request.h"
#include "issuance/ports.h"

#include <optional>

namespace koltamga::centre {

struct StationKeys {
    crypto::CertificateRequest tls, registration, journal;
};

struct StationCertificates {
    crypto::Certificate tls, registration, journal;
};

// Called from several threads at once.
class CertificateSource {
  public:
    virtual ~CertificateSource() = default;
    virtual Result<StationCertificates> certify(const StationId& station,
                                                const StationKeys& keys) = 0;
    virtual Result<issuance::WhatExists> by_public_key(const issuance::Digest& spki) = 0;
    // Valid ones only.
    virtual Result<std::vector<issuance::KnownCertificate>> by_person(std::string_view pin) = 0;
};

} // namespace koltamga::centre
