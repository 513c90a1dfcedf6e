#include "state/vault_client.h"

#include "crypto/cms.h"
#include "crypto/hash.h"
#include "issuance/receipts.h"
#include "state/answer.h"

namespace koltamga::state {
namespace {

Done check_receipt(const issuance::VaultReceipt& receipt, const ApplicationId& application,
                   const issuance::Digest& public_key, const issuance::Digest& package) {
    if (receipt.application != application) {
        return receipt_refused("application");
    }
    if (receipt.public_key != public_key) {
        return receipt_refused("public-key");
    }
    return receipt.package == package ? Done() : receipt_refused("package");
}

} // namespace

std::string delivery_text(const StationId& station, const ApplicationId& application,
                          const issuance::Digest& public_key, const issuance::Digest& package) {
    return "koltamga-key-package-1\nstation " + station.text() + "\napplication " +
           application.text() + "\npublic-key " + hex(public_key) + "\npackage " + hex(package) +
           "\n";
}

Result<Bytes> VaultClient::deliver(const ApplicationId& application,
                                   const issuance::Digest& public_key, BytesView package,
                                   std::stop_token stop) {
    const auto digest = crypto::sha256(package);
    KOLTAMGA_TRY(const auto signature, settings_.sign(bytes_of(delivery_text(
                                           settings_.station, application, public_key, digest))));
    auto question = octets_of({{"public_key", hex(public_key)},
                               {"package", crypto::to_base64(package)},
                               {"signature", crypto::to_base64(signature)}});
    net::HttpClient client(settings_.http);
    KOLTAMGA_TRY(
        auto response,
        client.exchange({net::Method::put, settings_.prefix + "/packages/" + application.text(),
                         "application/json", std::move(question)},
                        std::move(stop)));
    KOLTAMGA_TRY(auto der, accepted(std::move(response), &vault_refused));
    const auto opened = crypto::verify_cms(der, settings_.receipt_signers);
    if (!opened) {
        return receipt_refused("signature " + opened.failure().detail);
    }
    const auto receipt = issuance::parse_vault_receipt(text_of(opened->content));
    if (!receipt) {
        return receipt_refused("malformed " + receipt.failure().detail);
    }
    KOLTAMGA_CHECK(check_receipt(*receipt, application, public_key, digest));
    return der;
}

} // namespace koltamga::state
