// The practice vault: keeps delivered key packages and gives signed receipts for them. Here the
// practising applicant can open a key with the password and sign with it.
//
// A package is durable before its receipt is given; the same package gets the same receipt again.
// Calls from any thread.
#pragma once

#include "base/clock.h"
#include "centre/receiver.h"

#include <filesystem>
#include <mutex>

namespace koltamga::practice {

class Vault {
  public:
    // `identity` outlives the vault.
    Vault(std::filesystem::path folder, const centre::Identity& identity, const Clock& clock)
        : folder_(std::move(folder)), identity_(identity), clock_(clock) {}

    // The package is what custody/package.h describes. The receipt (CMS, DER). Fails with
    // practice.delivery-refused: "package …" (custody's words: not signed by this station, …),
    // "other-application", "not-opened", "not-a-key".
    Result<Bytes> take(const centre::Station& station, const ApplicationId& application,
                       BytesView package);

    // Opens the application's newest key with the password and signs (SHA-256). Fails with
    // practice.no-such-package and crypto.wrong-password.
    Result<Bytes> sign(const ApplicationId& application, const SecretBytes& password,
                       BytesView message);

  private:
    std::filesystem::path folder_of(const ApplicationId& application) const;
    Result<std::filesystem::path> newest_package(const ApplicationId& application) const;

    std::filesystem::path folder_;
    const centre::Identity& identity_;
    const Clock& clock_;
    std::mutex mutex_;
};

} // namespace koltamga::practice
