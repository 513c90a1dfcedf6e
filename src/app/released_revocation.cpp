#include "app/released_revocation.h"

#include "app/adapters.h"
#include "crypto/certificate.h"
#include "crypto/hash.h"

namespace koltamga::app {
namespace {

using issuance::KnownCertificate;

Failure other_certificate() {
    return fail(Code::app_register_shows_another, "not-as-kept");
}

// What is left to say of an application whose record is gone.
issuance::Application remains_of(const ApplicationId& id, const db::KeptCertificate& kept,
                                 bool done) {
    issuance::Application application;
    application.id = id;
    application.state = issuance::State::handed_over;
    application.step = issuance::Step::done;
    application.waits_for = done ? issuance::WaitsFor::nobody : issuance::WaitsFor::ca;
    application.certificate.emplace();
    application.certificate->serial = kept.serial;
    issuance::Revocation revocation;
    revocation.asked.serial = kept.serial;
    revocation.done = done;
    application.revocations.push_back(std::move(revocation));
    return application;
}

Done append(Desk& desk, const issuance::EntryDraft& draft) {
    KOLTAMGA_TRY(const auto at, desk.station().stamp(desk.session().name));
    KOLTAMGA_TRY(const auto appended, desk.journal().append(std::span(&draft, 1), at));
    return {};
}

Result<KnownCertificate> shown_by_register(Desk& desk, const db::KeptCertificate& kept) {
    KOLTAMGA_TRY(const auto exists,
                 desk.outside().certificate_register().by_public_key(kept.public_key, {}));
    for (const auto& known : exists.certificates) {
        if (known.serial == kept.serial && crypto::sha256(known.certificate) == kept.sha256) {
            return known;
        }
    }
    return other_certificate();
}

Done end_certificate(Desk& desk, const db::KeptCertificate& kept,
                     issuance::RevocationReason reason) {
    KOLTAMGA_TRY(const auto known, shown_by_register(desk, kept));
    if (known.status == issuance::CertificateStatus::revoked) {
        return {};
    }
    KOLTAMGA_TRY(const auto day, desk.runner().today(issuance::Runner::AskTime::always));
    return desk.outside().ca().revoke({known.certificate, reason, day.clock_behind}, {});
}

Result<issuance::Progress> carry_out(Desk& desk, const ApplicationId& id,
                                     const db::KeptCertificate& kept,
                                     const db::RevocationRequest& request) {
    if (const auto ended = end_certificate(desk, kept, request.reason); !ended) {
        return issuance::Progress{remains_of(id, kept, false), ended.failure()};
    }
    KOLTAMGA_CHECK(append(desk, db::revocation_done(id, kept)));
    return issuance::Progress{remains_of(id, kept, true), {}};
}

} // namespace

Result<issuance::Progress> revoke_released(Desk& desk, const ApplicationId& id,
                                           const db::KeptCertificate& kept,
                                           const db::RevocationRequest& request) {
    KOLTAMGA_CHECK(append(desk, db::revocation_asked(id, kept, request)));
    return carry_out(desk, id, kept, request);
}

Result<issuance::Progress> go_on_revoking(Desk& desk, const ApplicationId& id,
                                          const db::KeptCertificate& kept) {
    KOLTAMGA_TRY(const auto entries, desk.journal().station_entries());
    std::optional<db::RevocationRequest> request;
    for (const auto& entry : entries) {
        const auto later = db::revocation_request_in(entry, id);
        request = later ? later : request;
    }
    if (!request) { // nobody has asked for its end
        return issuance::Progress{remains_of(id, kept, false), {}};
    }
    return carry_out(desk, id, kept, *request);
}

Result<bool> released_certificate_ended(Desk& desk, const ApplicationId& id,
                                        const db::KeptCertificate& kept) {
    KOLTAMGA_TRY(const auto row, desk.journal().row(id));
    if (row && row->revoked) {
        return true;
    }
    KOLTAMGA_TRY(const auto known, shown_by_register(desk, kept));
    if (known.status == issuance::CertificateStatus::revoked) {
        return true;
    }
    KOLTAMGA_TRY(const auto certificate, crypto::Certificate::parse(known.certificate));
    KOLTAMGA_TRY(const auto now, desk.certain_now());
    return certificate.not_after() <= now;
}

} // namespace koltamga::app
