// The runner's calls to the outside: *asked* is durable before each, *answered* after it.
#include "issuance/draft.h"
#include "issuance/runner.h"

#include <algorithm>

namespace koltamga::issuance {
namespace {

// Why a certificate was withdrawn; the journal keeps the words.
constexpr std::string_view withdrawn_unconfirmed = "unconfirmed";
constexpr std::string_view withdrawn_dropped = "dropped by the CA";
constexpr std::size_t transaction_id_octets = 16; // RFC 9810, 5.1.1

Failure centre_unreachable() {
    return fail(Code::issuance_centre_unreachable);
}
Failure clock_doubtful() {
    return fail(Code::issuance_clock_doubtful);
}

CertificateAnswered granted_body(unsigned attempt, const CaGranted& granted, std::string found_by) {
    CertificateAnswered body;
    body.attempt = attempt;
    body.outcome = Outcome::granted;
    body.certificate = granted.certificate;
    body.serial = granted.serial;
    body.not_before = granted.not_before;
    body.not_after = granted.not_after;
    body.with_modifications = granted.with_modifications;
    body.found_by = std::move(found_by);
    return body;
}

// A repeated request carries the same transaction id: also after the certificate was withdrawn
// because nobody had confirmed it, so that a CA that remembers answers with the same one.
std::optional<Bytes> transaction_to_repeat(const Application& application) {
    if (application.attempts.empty()) {
        return std::nullopt;
    }
    const auto& last = application.attempts.back();
    const bool unconfirmed = last.answered && last.answered->outcome == Outcome::cancelled &&
                             last.answered->detail == withdrawn_unconfirmed;
    return last.open() || unconfirmed ? std::optional(last.asked.transaction_id) : std::nullopt;
}

const KnownCertificate* find(const std::vector<KnownCertificate>& list, const std::string& serial) {
    const auto found = std::ranges::find(list, serial, &KnownCertificate::serial);
    return found == list.end() ? nullptr : &*found;
}

bool surplus_known(const Application& application, const std::string& serial) {
    return std::ranges::any_of(application.surplus,
                               [&](const auto& one) { return one.serial == serial; });
}

} // namespace

Result<Application> Runner::make_call(const Application& application, Call call,
                                      std::stop_token stop) {
    switch (call) {
    case Call::recheck:
        return recheck(application, std::move(stop));
    case Call::ask:
        return ask(application, std::move(stop));
    case Call::poll:
        return poll(application, std::move(stop));
    case Call::look_up:
        return look_up(application, std::move(stop));
    case Call::settle:
        return settle(application, std::move(stop));
    case Call::deliver:
        return deliver(application, std::move(stop));
    case Call::revoke:
        return call_revocation(application, std::move(stop));
    case Call::none:
        break;
    }
    return application;
}

Result<Application> Runner::recheck(const Application& application, std::stop_token stop) {
    const Decision decision{application.eligibility->facts.consents,
                            application.eligibility->reissue_reason, true, true};
    KOLTAMGA_TRY(auto body, judge(application, decision, std::move(stop)));
    if (body.facts.clock_doubtful) {
        return clock_doubtful();
    }
    if (body.facts.offline) {
        return centre_unreachable();
    }
    body.recheck = true;
    body.warnings_confirmed = application.eligibility->warnings_confirmed;
    const auto& id = *application.id;
    return append(id, {draft(Kind::eligibility_decided, id, body)});
}

CertificateOrder Runner::order_for(const Application& application) const {
    const auto& key = *application.key;
    const auto& attempt = application.attempts.back();
    return {*application.id,         attempt.asked.attempt,   attempt.asked.transaction_id,
            key.certificate_request, key.public_key,          key.subject,
            key.agreement,           key.agreement_signature, outside_.clock.now()};
}

Result<Application> Runner::keep_granted(const ApplicationId& id, unsigned attempt,
                                         const CaGranted& granted, std::string found_by) {
    return append(id, {draft(Kind::certificate_answered, id,
                             granted_body(attempt, granted, std::move(found_by)))});
}

Result<Application> Runner::ask(const Application& application, std::stop_token stop) {
    const auto& id = *application.id;
    auto repeated = transaction_to_repeat(application);
    const CertificateAsked asked{
        static_cast<unsigned>(application.attempts.size()) + 1,
        repeated ? std::move(*repeated) : outside_.random(transaction_id_octets), "station"};
    KOLTAMGA_TRY(const auto after, append(id, {draft(Kind::certificate_asked, id, asked)}));
    const auto keep = [&](const CaGranted& granted) -> Done {
        KOLTAMGA_TRY(const auto kept, keep_granted(id, asked.attempt, granted, "answer"));
        return {};
    };
    KOLTAMGA_TRY(const auto answer, outside_.ca.request(order_for(after), keep, std::move(stop)));
    return take_answer(after, answer);
}

Result<Application> Runner::poll(const Application& application, std::stop_token stop) {
    const auto& attempt = application.attempts.back();
    const auto keep = [&](const CaGranted& granted) -> Done {
        KOLTAMGA_TRY(const auto kept,
                     keep_granted(*application.id, attempt.asked.attempt, granted, "answer"));
        return {};
    };
    KOLTAMGA_TRY(const auto answer,
                 outside_.ca.resume(order_for(application), attempt.waiting->waiting, keep,
                                    std::move(stop)));
    return take_answer(application, answer);
}

// `granted` was journalled before it was confirmed; here only the confirmation is left to tell.
Result<Application> Runner::take_answer(const Application& application, const CaAnswer& answer) {
    const auto& id = *application.id;
    const unsigned attempt = application.attempts.back().asked.attempt;
    if (const auto* waiting = std::get_if<CaWaiting>(&answer)) {
        return append(
            id, {draft(Kind::certificate_waiting, id, CertificateWaiting{attempt, *waiting})});
    }
    if (const auto* granted = std::get_if<CaGranted>(&answer)) {
        const bool only_one = application.attempts.size() == 1 || !outside_.certificate_register;
        if (granted->confirmed && only_one) {
            return append(id,
                          {draft(Kind::certificate_confirmed, id, CertificateConfirmed{attempt})});
        }
        return read(id);
    }
    CertificateAnswered body;
    body.attempt = attempt;
    if (const auto* refused = std::get_if<CaRefused>(&answer)) {
        body.outcome = Outcome::refused;
        body.detail = refused->status;
    } else {
        const auto& rejected = std::get<CaRejected>(answer);
        body.outcome = Outcome::rejected;
        body.certificate = rejected.certificate;
        body.detail = rejected.detail;
    }
    return append(id, {draft(Kind::certificate_answered, id, body)});
}

Result<Application> Runner::adopt(const Application& application, const KnownCertificate& found) {
    KOLTAMGA_TRY(const auto granted,
                 outside_.ca.examine(order_for(application), found.certificate));
    return keep_granted(*application.id, application.attempts.back().asked.attempt, granted,
                        "look-up");
}

// The outcome of the last attempt is unknown. A confirmed certificate of our key is the answer;
// anything less, and the same request is repeated.
Result<Application> Runner::look_up(const Application& application, std::stop_token stop) {
    KOLTAMGA_TRY(const auto exists,
                 outside_.certificate_register->by_public_key(application.key->fingerprint, stop));
    if (exists.transaction_open) {
        return outcome_unknown("the CA is still at work");
    }
    for (const auto& known : exists.certificates) {
        const bool usable =
            known.status == CertificateStatus::valid && !surplus_known(application, known.serial);
        if (usable && outside_.ca.examine(order_for(application), known.certificate)) {
            return adopt(application, known);
        }
    }
    return ask(application, std::move(stop));
}

Result<Application> Runner::withdraw(const Application& application, std::string why) {
    CertificateAnswered body;
    body.attempt = application.certificate->attempt;
    body.outcome = Outcome::cancelled;
    body.certificate = application.certificate->certificate;
    body.serial = application.certificate->serial;
    body.detail = std::move(why);
    const auto& id = *application.id;
    return append(id, {draft(Kind::certificate_answered, id, body)});
}

// Before anything is handed over: the CA must count our certificate as confirmed, and every other
// one with this key is surplus.
Result<Application> Runner::settle(const Application& application, std::stop_token stop) {
    if (!outside_.certificate_register) {
        return withdraw(application, std::string(withdrawn_unconfirmed));
    }
    KOLTAMGA_TRY(const auto exists, outside_.certificate_register->by_public_key(
                                        application.key->fingerprint, std::move(stop)));
    const auto* own = find(exists.certificates, application.certificate->serial);
    if (own == nullptr || exists.transaction_open) {
        return outcome_unknown("the CA does not show the certificate yet");
    }
    if (own->status != CertificateStatus::valid) {
        return withdraw(application, std::string(own->status == CertificateStatus::revoked
                                                     ? withdrawn_dropped
                                                     : withdrawn_unconfirmed));
    }
    const auto& id = *application.id;
    std::vector<EntryDraft> drafts;
    for (const auto& other : exists.certificates) {
        if (other.serial != own->serial && other.status != CertificateStatus::revoked &&
            !surplus_known(application, other.serial)) {
            drafts.push_back(
                draft(Kind::surplus_found, id, SurplusFound{other.serial, other.certificate}));
        }
    }
    drafts.push_back(draft(Kind::certificate_confirmed, id,
                           CertificateConfirmed{application.certificate->attempt}));
    return append(id, std::move(drafts));
}

Result<Application> Runner::deliver(const Application& application, std::stop_token stop) {
    const auto& id = *application.id;
    const auto& key = *application.key;
    if (!application.delivery_asked) {
        KOLTAMGA_TRY(const auto asked, append(id, {{Kind::key_delivery_asked, id, {}}}));
    }
    KOLTAMGA_TRY(const auto package, outside_.journal.blob(id, "key-package", key.package));
    KOLTAMGA_TRY(auto receipt,
                 outside_.vault->deliver(id, key.fingerprint, package, std::move(stop)));
    return append(id, {draft(Kind::key_delivered, id, KeyDelivered{std::move(receipt)})});
}

Result<Application> Runner::call_revocation(const Application& application, std::stop_token stop) {
    const auto& id = *application.id;
    Application current = application;
    const auto due = due_revocations(current);
    if (!due.empty()) {
        std::vector<EntryDraft> drafts;
        for (const auto& one : due) {
            drafts.push_back(draft(Kind::revocation_asked, id, one));
        }
        KOLTAMGA_TRY(current, append(id, std::move(drafts)));
    }
    for (const auto& revocation : current.revocations) {
        if (!revocation.done) {
            const auto& asked = revocation.asked;
            KOLTAMGA_CHECK(outside_.ca.revoke(asked.certificate, asked.reason, stop));
            return append(id, {draft(Kind::revocation_answered, id,
                                     RevocationAnswered{asked.serial, true, {}})});
        }
    }
    return current;
}

} // namespace koltamga::issuance
