#include "db/released.h"

#include <nlohmann/json.hpp>

namespace koltamga::db {

using issuance::EntryDraft;
using issuance::Kind;

EntryDraft revocation_asked(const ApplicationId& application, const KeptCertificate& certificate,
                            const RevocationRequest& request) {
    const nlohmann::json body = {{"application", application.text()},
                                 {"serial", certificate.serial},
                                 {"certificate_sha256", hex(certificate.sha256)},
                                 {"reason", name_of(request.reason)},
                                 {"requested_by", request.requested_by},
                                 {"proof", request.proof}};
    return {Kind::revocation_asked, std::nullopt, body.dump()};
}

std::optional<RevocationRequest> revocation_request_in(const issuance::Entry& entry,
                                                       const ApplicationId& application) {
    if (entry.kind != Kind::revocation_asked || entry.application) {
        return std::nullopt;
    }
    const auto json = nlohmann::json::parse(entry.body, nullptr, false);
    if (!json.is_object() || json.value("application", "") != application.text()) {
        return std::nullopt;
    }
    const auto reason = issuance::revocation_reason_named(json.value("reason", ""));
    return RevocationRequest{reason.value_or(issuance::RevocationReason::unspecified),
                             json.value("requested_by", ""), json.value("proof", "")};
}

EntryDraft revocation_done(const ApplicationId& application, const KeptCertificate& certificate) {
    const nlohmann::json body = {{"application", application.text()},
                                 {"serial", certificate.serial},
                                 {"revoked", true},
                                 {"detail", ""}};
    return {Kind::revocation_answered, std::nullopt, body.dump()};
}

} // namespace koltamga::db
