// The runner's calls to the outside: *asked* is durable before each, *answered* after it.
#include "issuance/draft.h"
#include "issuance/runner.h"

#include <algorithm>
#include <array>

namespace koltamga::issuance {
namespace {

// Why a certificate was taken back; the journal keeps the words.
constexpr std::string_view not_confirmed = "unconfirmed";
constexpr std::string_view dropped_by_ca = "dropped by the CA";
constexpr std::size_t transaction_id_octets = 16; // RFC 9810, 5.1.1

Failure centre_unreachable() {
    return fail(Code::issuance_centre_unreachable);
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

Failure verdict_provisional(std::string rules) {
    return fail(Code::issuance_verdict_provisional, std::move(rules));
}

std::string doubts_of(const domain::Verdict& verdict) {
    std::string rules;
    for (const auto& reason : verdict.reasons) {
        if (reason.effect == domain::Effect::doubts) {
            rules += rules.empty() ? reason.rule : " " + reason.rule;
        }
    }
    return rules;
}

// A lost answer may bring a certificate that is days old, but never one older than its key. A key
// from the future was made under a wrong clock: of how old it is, nothing is known.
CertificateOrder order_for(const Application& application, const Day& day) {
    const auto& key = *application.key;
    const auto asked = key.terms_accepted > day.instant ? Instant{} : key.terms_accepted;
    const auto& attempt = application.attempts.back();
    return {*application.id,         attempt.asked.attempt,   attempt.asked.transaction_id,
            key.certificate_request, key.public_key,          key.subject,
            key.agreement,           key.agreement_signature, asked,
            day.clock_behind};
}

const KnownCertificate* find(const std::vector<KnownCertificate>& list, const std::string& serial) {
    const auto found = std::ranges::find(list, serial, &KnownCertificate::serial);
    return found == list.end() ? nullptr : &*found;
}

bool surplus_known(const Application& application, const std::string& serial) {
    return std::ranges::any_of(application.surplus,
                               [&](const auto& one) { return one.serial == serial; });
}

bool answered_with(const Application& application, const std::string& serial) {
    return std::ranges::any_of(application.attempts, [&](const auto& attempt) {
        return attempt.answered && attempt.answered->serial == serial;
    });
}

// The certificate of the open attempt that the CA dropped, because nobody confirmed it in time:
// revoked, named by no earlier attempt, and nothing else of ours is on its way.
const KnownCertificate* dropped_among(const Application& application, const WhatExists& exists) {
    const KnownCertificate* dropped = nullptr;
    for (const auto& known : exists.certificates) {
        if (surplus_known(application, known.serial)) {
            continue;
        }
        if (known.status != CertificateStatus::revoked) {
            return nullptr;
        }
        if (!answered_with(application, known.serial)) {
            dropped = &known;
        }
    }
    return exists.transaction_open ? nullptr : dropped;
}

} // namespace

Failure clock_doubtful() {
    return fail(Code::issuance_clock_doubtful);
}

std::vector<SurplusFound> surplus_among(const Application& application, const WhatExists& exists) {
    std::vector<SurplusFound> surplus;
    for (const auto& known : exists.certificates) {
        const bool own = application.certificate && application.certificate->serial == known.serial;
        if (!own && known.status != CertificateStatus::revoked &&
            !surplus_known(application, known.serial)) {
            surplus.push_back({known.serial, known.certificate});
        }
    }
    return surplus;
}

Result<Application> Runner::make_call(const Application& application, Call call, const Day& day,
                                      std::stop_token stop) {
    const bool reckons = call == Call::ask || call == Call::poll || call == Call::look_up;
    if (reckons && day.doubtful && outside_.certificate_register) {
        return clock_doubtful();
    }
    switch (call) {
    case Call::recheck:
        return recheck(application, day, std::move(stop));
    case Call::ask:
        return ask(application, day, std::move(stop));
    case Call::poll:
        return poll(application, day, std::move(stop));
    case Call::look_up:
        return look_up(application, day, std::move(stop));
    case Call::settle:
        return settle(application, std::move(stop));
    case Call::deliver:
        return deliver(application, std::move(stop));
    case Call::revoke:
        return call_revocation(application, std::move(stop));
    case Call::close:
        return close(application, day, std::move(stop));
    case Call::look_again:
        return look_again(application, std::move(stop));
    case Call::none:
        break;
    }
    return application;
}

bool is_away(const Failure& failure) {
    constexpr std::array away = {Code::net_unreachable, Code::net_connect_timeout,
                                 Code::net_timeout, Code::net_closed_early, Code::net_busy};
    return std::ranges::find(away, failure.code) != away.end();
}

Result<Application> Runner::recheck(const Application& application, const Day& day,
                                    std::stop_token stop) {
    const Decision decision{application.eligibility->facts.consents,
                            application.eligibility->reissue_reason, true, true};
    KOLTAMGA_TRY(auto judged, judge(application, decision, day, stop));
    auto& body = judged.body;
    if (body.facts.clock_doubtful) {
        return clock_doubtful();
    }
    if (body.facts.offline) {
        return judged.not_told && !is_away(*judged.not_told) ? *judged.not_told
                                                             : centre_unreachable();
    }
    if (body.verdict.kind == domain::VerdictKind::provisional && !application.overridden) {
        return verdict_provisional(doubts_of(body.verdict));
    }
    body.recheck = true;
    body.warnings_confirmed = application.eligibility->warnings_confirmed;
    const auto& id = *application.id;
    std::vector<EntryDraft> drafts;
    // The end of the application, perhaps: what a refused certificate left behind goes with it.
    if (body.verdict.kind == domain::VerdictKind::refused) {
        KOLTAMGA_TRY(drafts, late_surplus(application, std::move(stop)));
    }
    drafts.push_back(draft(Kind::eligibility_decided, id, body));
    return append(id, std::move(drafts));
}

Result<Application> Runner::keep_granted(const ApplicationId& id, unsigned attempt,
                                         const CaGranted& granted, std::string found_by) {
    return append(id, {draft(Kind::certificate_answered, id,
                             granted_body(attempt, granted, std::move(found_by)))});
}

// A request whose outcome is unknown is repeated with its transaction id, so that a CA that
// remembers answers with the same certificate.
Result<Application> Runner::ask(const Application& application, const Day& day,
                                std::stop_token stop) {
    const auto& id = *application.id;
    const auto* open = application.open_attempt();
    const CertificateAsked asked{
        static_cast<unsigned>(application.attempts.size()) + 1,
        open ? open->asked.transaction_id : outside_.random(transaction_id_octets), "station"};
    KOLTAMGA_TRY(const auto after, append(id, {draft(Kind::certificate_asked, id, asked)}));
    const auto keep = [&](const CaGranted& granted) -> Done {
        KOLTAMGA_TRY(const auto kept, keep_granted(id, asked.attempt, granted, "answer"));
        return {};
    };
    KOLTAMGA_TRY(const auto answer, outside_.ca.request(order_for(after, day), keep, stop));
    return take_answer(after, answer, day, std::move(stop));
}

Result<Application> Runner::poll(const Application& application, const Day& day,
                                 std::stop_token stop) {
    const auto& attempt = application.attempts.back();
    const auto keep = [&](const CaGranted& granted) -> Done {
        KOLTAMGA_TRY(const auto kept,
                     keep_granted(*application.id, attempt.asked.attempt, granted, "answer"));
        return {};
    };
    KOLTAMGA_TRY(const auto answer, outside_.ca.resume(order_for(application, day),
                                                       attempt.waiting->waiting, keep, stop));
    return take_answer(application, answer, day, std::move(stop));
}

namespace {

// Nothing was sent before this one answer came: no other can be under way. A journal that was
// restored from a backup does not know what was sent with the keys of its older epochs.
bool first_word(const Application& application) {
    const auto& last = application.attempts.back();
    return application.attempts.size() == 1 && !last.waiting && last.alone;
}

} // namespace

// `granted` was journalled before it was confirmed; here only the confirmation is left to tell.
Result<Application> Runner::take_answer(const Application& application, const CaAnswer& answer,
                                        const Day& day, std::stop_token stop) {
    const auto& id = *application.id;
    const unsigned attempt = application.attempts.back().asked.attempt;
    if (const auto* waiting = std::get_if<CaWaiting>(&answer)) {
        return append(
            id, {draft(Kind::certificate_waiting, id, CertificateWaiting{attempt, *waiting})});
    }
    if (const auto* granted = std::get_if<CaGranted>(&answer)) {
        const bool only_one = first_word(application) || !outside_.certificate_register;
        if (granted->confirmed && only_one) {
            return append(id,
                          {draft(Kind::certificate_confirmed, id, CertificateConfirmed{attempt})});
        }
        return read(id);
    }
    if (std::holds_alternative<CaRefused>(answer) && !first_word(application) &&
        outside_.certificate_register) {
        KOLTAMGA_TRY(auto known_better, against_refusal(application, day, std::move(stop)));
        if (known_better) {
            return std::move(*known_better);
        }
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

// A repeated question may be refused because its first answer was lost: the register says what
// became of that one. Nothing, when it bears the refusal out.
Result<std::optional<Application>> Runner::against_refusal(const Application& application,
                                                           const Day& day, std::stop_token stop) {
    KOLTAMGA_TRY(const auto exists, outside_.certificate_register->by_public_key(
                                        application.key->fingerprint, std::move(stop)));
    if (exists.transaction_open) {
        return outcome_unknown("refused, and the CA is still at work on it");
    }
    if (const auto granted = granted_among(application, exists, day)) {
        KOLTAMGA_TRY(auto kept,
                     keep_granted(*application.id, application.attempts.back().asked.attempt,
                                  *granted, "look-up"));
        return std::optional(std::move(kept));
    }
    if (const auto* dropped = dropped_among(application, exists)) {
        KOLTAMGA_TRY(auto closed, close_dropped(application, *dropped));
        return std::optional(std::move(closed));
    }
    const auto& id = *application.id;
    std::vector<EntryDraft> drafts;
    for (const auto& found : surplus_among(application, exists)) {
        drafts.push_back(draft(Kind::surplus_found, id, found));
    }
    if (!drafts.empty()) {
        KOLTAMGA_TRY(const auto kept, append(id, std::move(drafts)));
    }
    return std::optional<Application>();
}

// The certificate of the open attempt, if the CA counts one as confirmed that passes every check.
std::optional<CaGranted> Runner::granted_among(const Application& application,
                                               const WhatExists& exists, const Day& day) {
    for (const auto& known : exists.certificates) {
        if (known.status != CertificateStatus::valid || surplus_known(application, known.serial)) {
            continue;
        }
        if (auto granted = outside_.ca.examine(order_for(application, day), known.certificate)) {
            return std::move(*granted);
        }
    }
    return std::nullopt;
}

// The outcome of the last attempt is unknown. A confirmed certificate of our key is the answer,
// one that the CA dropped ends the attempt; anything less, and the same request is repeated: also
// while the CA is still at work on it, for a lost "waiting" is only told again on asking.
Result<Application> Runner::look_up(const Application& application, const Day& day,
                                    std::stop_token stop) {
    KOLTAMGA_TRY(const auto exists,
                 outside_.certificate_register->by_public_key(application.key->fingerprint, stop));
    if (const auto granted = granted_among(application, exists, day)) {
        return keep_granted(*application.id, application.attempts.back().asked.attempt, *granted,
                            "look-up");
    }
    if (const auto* dropped = dropped_among(application, exists)) {
        return close_dropped(application, *dropped);
    }
    return ask(application, day, std::move(stop));
}

Result<Application> Runner::close_dropped(const Application& application,
                                          const KnownCertificate& dropped) {
    CertificateAnswered body;
    body.attempt = application.attempts.back().asked.attempt;
    body.outcome = Outcome::cancelled;
    body.certificate = dropped.certificate;
    body.serial = dropped.serial;
    body.detail = dropped_by_ca;
    body.found_by = "look-up";
    const auto& id = *application.id;
    return append(id, {draft(Kind::certificate_answered, id, body)});
}

Result<Application> Runner::take_back(const Application& application, Outcome outcome,
                                      std::string why) {
    CertificateAnswered body;
    body.attempt = application.certificate->attempt;
    body.outcome = outcome;
    body.certificate = application.certificate->certificate;
    body.serial = application.certificate->serial;
    body.detail = std::move(why);
    body.found_by = "look-up";
    const auto& id = *application.id;
    return append(id, {draft(Kind::certificate_answered, id, body)});
}

// Before anything is handed over: the CA must count our certificate as confirmed, and every other
// one with this key is surplus.
Result<Application> Runner::settle(const Application& application, std::stop_token stop) {
    if (!outside_.certificate_register) {
        return take_back(application, Outcome::unconfirmed, std::string(not_confirmed));
    }
    KOLTAMGA_TRY(const auto exists, outside_.certificate_register->by_public_key(
                                        application.key->fingerprint, std::move(stop)));
    const auto* own = find(exists.certificates, application.certificate->serial);
    if (own == nullptr || exists.transaction_open) {
        return outcome_unknown("the CA does not show the certificate yet");
    }
    if (own->status == CertificateStatus::revoked) {
        return take_back(application, Outcome::cancelled, std::string(dropped_by_ca));
    }
    if (own->status == CertificateStatus::unconfirmed) {
        return take_back(application, Outcome::unconfirmed, std::string(not_confirmed));
    }
    const auto& id = *application.id;
    std::vector<EntryDraft> drafts;
    for (const auto& found : surplus_among(application, exists)) {
        drafts.push_back(draft(Kind::surplus_found, id, found));
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

} // namespace koltamga::issuance
