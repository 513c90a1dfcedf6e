// Whom a connection trusts, and who we are on it.
#pragma once

#include "base/bytes.h"
#include "base/secret_bytes.h"

#include <memory>
#include <vector>

namespace koltamga::net {

// Our side's certificate and key for mutual TLS. The key stays in locked memory and is never
// written anywhere; whoever makes this decides how long it lives.
struct ClientIdentity {
    std::vector<Bytes> certificates; // DER, our own first, then what leads to the server's roots
    SecretBytes key;                 // PKCS#8, DER, not encrypted
};

// The roots the server must chain to, and nothing else: the machine's own store is never asked.
// Copies share the identity.
struct TlsSettings {
    std::vector<Bytes> roots;                       // DER
    std::vector<Bytes> revocation_lists;            // CRLs, DER; when given, they are obeyed
    std::shared_ptr<const ClientIdentity> identity; // none: we stay anonymous
};

} // namespace koltamga::net
