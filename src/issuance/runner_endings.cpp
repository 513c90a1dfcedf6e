// How the runner ends what was issued: cancelling, late certificates, revocations.
#include "issuance/draft.h"
#include "issuance/runner.h"

#include <algorithm>

namespace koltamga::issuance {
namespace {

Failure call_open() {
    return fail(Code::issuance_call_open);
}

RevocationAsked own_revocation(const CertificateAnswered& certificate) {
    return {
        certificate.serial, certificate.certificate,      RevocationReason::cessation_of_operation,
        "station",          "cancelled before hand-over", 1};
}

bool tidying(const RevocationAsked& asked) {
    return asked.requested_by == "station" || asked.requested_by == "re-issue";
}

std::vector<RevocationAsked> open_revocations(const Application& application) {
    std::vector<RevocationAsked> open;
    for (const auto& revocation : application.revocations) {
        if (!revocation.done) {
            open.push_back(revocation.asked);
        }
    }
    std::stable_partition(open.begin(), open.end(),
                          [](const auto& asked) { return !tidying(asked); });
    return open;
}

} // namespace

// What late_surplus looks for must have had time to turn up.
Result<Application> Runner::look_again(const Application& application, std::stop_token stop) {
    const auto& id = *application.id;
    KOLTAMGA_TRY(auto drafts, late_surplus(application, std::move(stop)));
    drafts.push_back({Kind::certificate_settled, id, {}});
    return append(id, std::move(drafts));
}

// Nothing may be left open behind a cancelled application. First everything that is to be ended
// is journalled, and revoked; when nothing more is found, the application closes.
// While the CA is at work on the request, the same request brings its answer.
Result<Application> Runner::close(const Application& application, const Day& day,
                                  std::stop_token stop) {
    const auto& id = *application.id;
    auto drafts = endings(application, stop);
    if (drafts.failed_with(Code::issuance_call_open) && application.open_attempt()) {
        return ask(application, day, std::move(stop));
    }
    if (!drafts) {
        return drafts.failure();
    }
    if (drafts->empty()) {
        drafts->push_back(draft(Kind::application_cancelled, id,
                                Remark{application.cancelling.value_or(""), {}, {}}));
    }
    return append(id, std::move(*drafts));
}

// Certificates of every unsettled key that this application does not name yet.
Result<std::vector<EntryDraft>> Runner::late_surplus(const Application& application,
                                                     std::stop_token stop) {
    std::vector<EntryDraft> drafts;
    if (!outside_.certificate_register) {
        return drafts;
    }
    for (const auto& key : application.unsettled_keys()) {
        KOLTAMGA_TRY(const auto exists, outside_.certificate_register->by_public_key(key, stop));
        if (exists.transaction_open) {
            return call_open();
        }
        for (const auto& found : surplus_among(application, exists)) {
            drafts.push_back(draft(Kind::surplus_found, *application.id, found));
        }
    }
    return drafts;
}

Result<std::vector<EntryDraft>> Runner::endings(const Application& application,
                                                std::stop_token stop) {
    const auto& id = *application.id;
    const auto* open = application.open_attempt();
    KOLTAMGA_TRY(auto drafts, late_surplus(application, std::move(stop)));
    if (open) {
        CertificateAnswered closed;
        closed.attempt = open->asked.attempt;
        closed.outcome = Outcome::cancelled;
        closed.detail = "cancelled at the desk";
        drafts.insert(drafts.begin(), draft(Kind::certificate_answered, id, closed));
    }
    if (application.certificate && !application.certificate_revoked()) {
        drafts.push_back(
            draft(Kind::revocation_asked, id, own_revocation(*application.certificate)));
    }
    return drafts;
}

// A re-issue ends the certificate of an earlier application, whose own record then says so too.
Done Runner::note_end_elsewhere(const Application& application, const RevocationAsked& asked) {
    if (asked.requested_by != "re-issue") {
        return {};
    }
    KOLTAMGA_TRY(const auto all, all_of_person(application));
    for (const auto& other : all) {
        const bool its_own = other.certificate && other.certificate->serial == asked.serial;
        if (!its_own || !other.handed_over || other.certificate_revoked()) {
            continue;
        }
        const auto open = open_revocations(other);
        std::vector<EntryDraft> drafts;
        if (std::ranges::find(open, asked.serial, &RevocationAsked::serial) == open.end()) {
            drafts.push_back(draft(Kind::revocation_asked, *other.id, asked));
        }
        drafts.push_back(draft(Kind::revocation_answered, *other.id,
                               RevocationAnswered{asked.serial, true, {}}));
        KOLTAMGA_TRY(const auto noted, append(*other.id, std::move(drafts)));
    }
    return {};
}

// What a person at the desk wants comes before what the station tidies up by itself; what cannot
// be revoked now does not keep the others back.
Result<Application> Runner::call_revocation(const Application& application, std::stop_token stop) {
    const auto& id = *application.id;
    Application current = application;
    std::vector<EntryDraft> drafts;
    for (const auto& one : due_revocations(current)) {
        drafts.push_back(draft(Kind::revocation_asked, id, one));
    }
    if (!drafts.empty()) {
        KOLTAMGA_TRY(current, append(id, std::move(drafts)));
    }
    std::optional<Failure> failure;
    for (const auto& asked : open_revocations(current)) {
        KOLTAMGA_TRY(const auto day, today(AskTime::always, stop));
        const auto done =
            outside_.ca.revoke({asked.certificate, asked.reason, day.clock_behind}, stop);
        if (!done) {
            failure = failure ? failure : done.failure();
            continue;
        }
        KOLTAMGA_CHECK(note_end_elsewhere(current, asked));
        KOLTAMGA_TRY(current, append(id, {draft(Kind::revocation_answered, id,
                                                RevocationAnswered{asked.serial, true, {}})}));
    }
    if (failure) {
        return *failure;
    }
    return current;
}

} // namespace koltamga::issuance
