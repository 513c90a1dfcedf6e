// Delivering key packages to the cloud vault.
//
// The package goes as it is: the station has signed within it which application and key it belongs
// to (custody/package.h). The vault answers with a signed receipt over application, public key and
// package. Only such a receipt lets the package here be destroyed.
#pragma once

#include "crypto/certificate.h"
#include "issuance/ports.h"
#include "net/http_client.h"

namespace koltamga::state {

struct VaultSettings {
    net::HttpSettings http;                           // with the station's TLS identity
    std::string prefix = "/vault";                    // of the paths
    std::vector<crypto::Certificate> receipt_signers; // the vault's
};

class VaultClient final : public issuance::KeyVault {
  public:
    explicit VaultClient(VaultSettings settings) : settings_(std::move(settings)) {}

    // Fails with net.*, state.vault-refused (its own word), state.receipt-refused ("signature",
    // "application", "public-key", "package"), state.answer-malformed.
    Result<Bytes> deliver(const ApplicationId& application, const issuance::Digest& public_key,
                          BytesView package, std::stop_token stop) override;

  private:
    VaultSettings settings_;
};

} // namespace koltamga::state
