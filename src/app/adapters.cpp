#include "app/adapters.h"

#include "app/authority_trust.h"
#include "app/policy_of.h"
#include "ca/cmp_authority.h"
#include "ca/cmp_http.h"
#include "capture/portrait.h"
#include "crypto/cms.h"
#include "custody/workshop.h"
#include "state/centre_client.h"
#include "state/vault_client.h"

namespace koltamga::app {
namespace {

// An endpoint is a whole address; the paths of the protocol come after it.
net::HttpSettings http_to(const Station& station, const std::string& server) {
    auto settings = station.http();
    settings.server = server;
    return settings;
}

Result<custody::WorkshopSettings> workshop_settings(const Station& station) {
    custody::WorkshopSettings settings;
    const auto& vault = station.profile().trust.vault;
    if (!vault.empty()) {
        KOLTAMGA_TRY(settings.vault, certificate_of(vault));
    }
    settings.sign_package = [&station](BytesView content) -> Result<Bytes> {
        return crypto::sign_cms(content, station.journal_key(), station.certificates().journal,
                                station.clock().now());
    };
    settings.issuers = {station.certificates().issuing};
    settings.keep = station.profile().limits.key_lifetime;
    settings.password_length = station.profile().keys.password_length;
    settings.password_rounds = static_cast<int>(station.profile().keys.password_rounds);
    return settings;
}

Result<std::vector<crypto::Certificate>> certificates_of(const std::vector<std::string>& pems) {
    std::vector<crypto::Certificate> certificates;
    for (const auto& pem : pems) {
        KOLTAMGA_TRY(auto certificate, certificate_of(pem));
        certificates.push_back(std::move(certificate));
    }
    return certificates;
}

Result<std::shared_ptr<const crypto::KeyPair>> registration_key(const Station& station,
                                                                const db::Session& session) {
    KOLTAMGA_TRY(auto connection, station.database().connect());
    KOLTAMGA_TRY(const auto secret, session.keys->secret(connection, "registration"));
    KOLTAMGA_TRY(auto key, crypto::KeyPair::from_pkcs8(secret.view()));
    return std::make_shared<const crypto::KeyPair>(std::move(key));
}

Result<ca::CmpSettings> cmp_settings(const Station& station, const db::Session& session) {
    KOLTAMGA_TRY(const auto issuing, certificates_of(station.profile().trust.issuing));
    ca::CmpSettings settings;
    settings.open_transport =
        ca::cmp_over_http(http_to(station, station.profile().endpoints.cmp), "");
    settings.nothing_was_sent = net::nothing_was_sent;
    settings.certificate = certificate_expectations(station.profile(), station.roots(), issuing);
    settings.trust = answer_trust(station.profile(), station.roots(), issuing);
    settings.station = station.certificates().registration;
    settings.station_chain = {station.certificates().issuing};
    KOLTAMGA_TRY(settings.station_key, registration_key(station, session));
    settings.clock = &station.clock();
    settings.clock_trusted = [&station] {
        const auto stamp = station.stamp("-");
        return stamp && stamp->time_source != TimeSource::doubtful;
    };
    return settings;
}

Result<state::CentreSettings> centre_settings(const Station& station) {
    KOLTAMGA_TRY(auto signers, station.receipt_signers());
    return state::CentreSettings{http_to(station, station.profile().endpoints.station), "",
                                 station.database().station(), std::move(signers)};
}

Result<state::VaultSettings> vault_settings(const Station& station) {
    KOLTAMGA_TRY(auto signer, certificate_of(station.profile().trust.vault));
    return state::VaultSettings{
        http_to(station, station.profile().endpoints.vault), "", {std::move(signer)}};
}

// An office whose profile names no vault keeps no keys there.
class NoVault final : public issuance::KeyVault {
  public:
    Result<Bytes> deliver(const ApplicationId& /*application*/,
                          const issuance::Digest& /*public_key*/, BytesView /*package*/,
                          std::stop_token /*stop*/) override {
        return fail(Code::app_no_vault);
    }
};

class Wired final : public Adapters {
  public:
    Wired(custody::WorkshopSettings keys, capture::FaceReader portraits, ca::CmpSettings cmp,
          state::CentreSettings centre, std::unique_ptr<issuance::KeyVault> vault)
        : keys_(std::move(keys)), portraits_(std::move(portraits)), ca_(std::move(cmp)),
          register_(std::move(centre)), vault_(std::move(vault)) {}

    issuance::KeyWorkshop& keys() override { return keys_; }
    issuance::PortraitReader& portraits() override { return portraits_; }
    issuance::CertificationAuthority& ca() override { return ca_; }
    issuance::CertificateRegister& certificate_register() override { return register_; }
    issuance::KeyVault& vault() override { return *vault_; }

  private:
    custody::Workshop keys_;
    capture::FaceReader portraits_;
    ca::CmpAuthority ca_;
    state::CentreClient register_;
    std::unique_ptr<issuance::KeyVault> vault_;
};

Result<std::unique_ptr<issuance::KeyVault>> vault_of(const Station& station) {
    if (station.profile().trust.vault.empty()) {
        return std::unique_ptr<issuance::KeyVault>(std::make_unique<NoVault>());
    }
    KOLTAMGA_TRY(auto settings, vault_settings(station));
    return std::unique_ptr<issuance::KeyVault>(
        std::make_unique<state::VaultClient>(std::move(settings)));
}

} // namespace

Result<std::unique_ptr<Adapters>> Adapters::make(const Station& station,
                                                 const db::Session& session) {
    KOLTAMGA_TRY(auto keys, workshop_settings(station));
    KOLTAMGA_TRY(auto portraits, capture::FaceReader::make(picture_limits(station.profile())));
    KOLTAMGA_TRY(auto cmp, cmp_settings(station, session));
    KOLTAMGA_TRY(auto centre, centre_settings(station));
    KOLTAMGA_TRY(auto vault, vault_of(station));
    return std::unique_ptr<Adapters>(std::make_unique<Wired>(std::move(keys), std::move(portraits),
                                                             std::move(cmp), std::move(centre),
                                                             std::move(vault)));
}

Result<Instant> ask_centre_time(const Station& station) {
    KOLTAMGA_TRY(auto settings, centre_settings(station));
    return state::CentreClient(std::move(settings)).time({});
}

} // namespace koltamga::app
