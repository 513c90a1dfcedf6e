// Delivering key packages to the cloud vault.
//
// The station's journal key signs, under the context "koltamga-key-package-1", which application,
// public key and package belong together; the vault answers with a signed receipt over the same
// three. Only such a receipt lets the package here be destroyed.
#pragma once

#include "crypto/certificate.h"
#include "issuance/ports.h"
#include "net/http_client.h"

#include <functional>

namespace koltamga::state {

// Signs with the station's journal key: ECDSA over P-256 with SHA-256, DER.
using StationSigner = std::function<Result<Bytes>(BytesView text)>;

struct VaultSettings {
    net::HttpSettings http;        // with the station's TLS identity
    std::string prefix = "/vault"; // of the paths
    StationId station;
    StationSigner sign;
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

// The text the station signs.
std::string delivery_text(const StationId& station, const ApplicationId& application,
                          const issuance::Digest& public_key, const issuance::Digest& package);

} // namespace koltamga::state
