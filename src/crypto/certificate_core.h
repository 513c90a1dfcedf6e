// What tells one certificate from another, read with nothing but DER: also of a certificate that
// Certificate::parse refuses. It was issued all the same, and must be found and revoked.
#pragma once

#include "crypto/name.h"

#include "base/bytes.h"

#include <optional>
#include <string>

namespace koltamga::crypto {

struct CertificateCore {
    std::string serial; // as Certificate::serial
    Bytes serial_der;   // the INTEGER, whole
    Bytes issuer;       // the Name, whole
    Name subject;       // attributes with a type and a value we can spell
    Bytes spki;         // the SubjectPublicKeyInfo, whole
};

// Nothing when the octets are no certificate at all.
std::optional<CertificateCore> read_certificate_core(BytesView der);

} // namespace koltamga::crypto
