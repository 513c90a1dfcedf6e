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

Result<Bytes> VaultClient::deliver(const ApplicationId& application,
                                   const issuance::Digest& public_key, BytesView package,
                                   std::stop_token stop) {
    const auto digest = crypto::sha256(package);
    net::HttpClient client(settings_.http);
    KOLTAMGA_TRY(
        auto response,
        client.exchange({net::Method::put, settings_.prefix + "/packages/" + application.text(),
                         "application/cms", Bytes(package.begin(), package.end())},
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
