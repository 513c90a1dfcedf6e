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

EntryDraft revocation_done(const ApplicationId& application, const KeptCertificate& certificate) {
    const nlohmann::json body = {{"application", application.text()},
                                 {"serial", certificate.serial},
                                 {"revoked", true},
                                 {"detail", ""}};
    return {Kind::revocation_answered, std::nullopt, body.dump()};
}

} // namespace koltamga::db
