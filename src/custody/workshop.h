// The applicant's key, from its making to its delivery: the adapter of issuance::KeyWorkshop.
//
// The plain key exists from `begin` (or `make`) until `make` returns: in the crypto library's
// locked heap, at most fifteen minutes, and gone on `abandon`. What leaves is the request, the
// signature on the agreement, and the package that only the applicant's password opens.
#pragma once

#include "crypto/key_maker.h"
#include "crypto/password.h"
#include "custody/package.h"
#include "issuance/ports.h"

namespace koltamga::custody {

// "cloud" and "file". Fails with custody.not-offered for "token" and "remote", which need a device
// or a service of the agency's, and for names nobody knows.
Result<issuance::Custody> custody_named(std::string_view name);

struct WorkshopSettings {
    std::optional<crypto::Certificate> vault; // none: no custody `cloud`
    SignPackage sign_package;                 // by the station's journal key
    std::vector<crypto::Certificate> issuers; // go into the PKCS#12 of custody `file`
    std::chrono::steady_clock::duration keep = std::chrono::minutes(15); // of an unused key
    unsigned password_length = crypto::least_password_characters;
    int password_rounds = crypto::pbkdf2_rounds; // never fewer
};

class Workshop final : public issuance::KeyWorkshop {
  public:
    explicit Workshop(WorkshopSettings settings);

    void begin(issuance::KeyType type) override;
    void abandon() override;
    // Fails with crypto.password-weak and crypto.name-refused before the key is touched (it stays
    // begun, so that the applicant can type again at once), with custody.not-offered, and with
    // crypto.key-cancelled when `abandon` came meanwhile.
    Result<issuance::MadeKey> make(const issuance::KeyOrder& order, const SecretBytes& password,
                                   const issuance::ComposeAgreement& compose) override;
    // Fails with custody.package-refused ("other-certificate") when the certificate names another
    // key.
    Result<Bytes> assemble_file(BytesView package, const SecretBytes& package_secret,
                                BytesView certificate) override;

    // How long the last `make` waited for its key.
    std::chrono::microseconds last_wait() const { return maker_.last_wait(); }

  private:
    struct Sealed {
        Bytes package;
        SecretBytes secret;
    };
    Result<Sealed> seal(const issuance::KeyOrder& order, const crypto::KeyPair& key,
                        const SecretBytes& password) const;
    Result<Sealed> seal_for_cloud(const Binding& binding, const crypto::KeyPair& key,
                                  const SecretBytes& password) const;
    Result<Sealed> seal_for_file(const Binding& binding, const crypto::KeyPair& key,
                                 const SecretBytes& password) const;

    WorkshopSettings settings_;
    crypto::KeyMaker maker_;
};

} // namespace koltamga::custody
