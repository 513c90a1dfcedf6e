// Certificates for servers and clients of tests: a root of its own, and leaves that are right or
// wrong in one thing.
#pragma once

#include "crypto/certificate_builder.h"
#include "crypto/crl.h"
#include "net/http_client.h"
#include "serve/server.h"

#include <memory>

namespace koltamga::test {

struct Leaf {
    crypto::Certificate certificate;
    crypto::KeyPair key;
};

class LoopbackPki {
  public:
    LoopbackPki();

    const crypto::Certificate& root() const { return root_; }
    // A good server certificate for localhost and 127.0.0.1, to be made wrong.
    static crypto::CertificateTemplate server_template();
    static crypto::CertificateTemplate client_template();
    Leaf issue(const crypto::CertificateTemplate& content) const;
    static Leaf self_signed(const crypto::CertificateTemplate& content);
    // A list of the root's, DER; empty: nothing is revoked.
    Bytes revoking(const std::vector<std::string>& serials) const;

    serve::ServerSettings server(bool ask_for_clients = true) const;
    std::shared_ptr<const net::ClientIdentity> client() const;
    // Towards https://127.0.0.1:port, trusting this root.
    net::HttpSettings towards(int port) const;

  private:
    crypto::KeyPair key_;
    crypto::Certificate root_;
};

std::shared_ptr<const net::ClientIdentity> identity_of(const Leaf& leaf);
Instant now();

} // namespace koltamga::test
