// What may follow what: the one table, and what each entry does to its application.
#include "issuance/application.h"
#include "issuance/next_call.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace koltamga::issuance {
namespace {

Failure not_allowed(const Application& application, Kind kind) {
    return fail(Code::issuance_not_allowed, std::string(name_of(kind)) + " at " +
                                                std::string(name_of(application.step)) + ", " +
                                                std::string(name_of(application.state)));
}

using Steps = unsigned;
constexpr Steps at(Step step) {
    return 1U << static_cast<unsigned>(step);
}

constexpr Steps before_key =
    at(Step::decide) | at(Step::contact) | at(Step::portrait) | at(Step::key);
constexpr Steps with_key = at(Step::certificate) | at(Step::hand_over) | at(Step::done);
// What was asked for with an earlier key is ended also after going back.
constexpr Steps once_asked = before_key | with_key;

// Somebody stands behind the entry by name.
bool by_a_person(const Entry& entry) {
    return !entry.stamp.operator_name.empty() && entry.stamp.operator_name != "-";
}

// Takes a body out of an entry and hands it to `use`.
template <class Body, class Use>
Done with(const Entry& entry, Use use) {
    KOLTAMGA_TRY(auto body, read_body<Body>(entry.body));
    return use(std::move(body));
}

void stand_at(Application& application, Step step, WaitsFor who) {
    application.step = step;
    application.waits_for = who;
}

void close(Application& application, State state, std::string reason) {
    application.state = state;
    application.cancelling.reset();
    application.reason = std::move(reason);
    stand_at(application, Step::done, WaitsFor::nobody);
}

void hold(Application& application, std::string reason) {
    application.state = State::on_hold;
    application.reason = std::move(reason);
    application.waits_for = WaitsFor::clerk;
}

// A clerk, by name, says that the person is present, and how: neither may be blank.
Done identity_recorded(Application& application, const Entry& entry) {
    return with<IdentityRecorded>(entry, [&](auto body) -> Done {
        if (!by_a_person(entry) || body.presence.empty()) {
            return not_allowed(application, entry.kind);
        }
        application.id = entry.application;
        application.opened = entry.stamp.time;
        application.identity = std::move(body);
        application.identity_by = entry.stamp.operator_name;
        application.identity_at = entry.stamp.time;
        stand_at(application, Step::decide, WaitsFor::clerk);
        return {};
    });
}

std::vector<std::string> refusing_rules(const domain::Verdict& verdict) {
    std::vector<std::string> rules;
    for (const auto& reason : verdict.reasons) {
        if (reason.effect == domain::Effect::refuses) {
            rules.push_back(reason.rule);
        }
    }
    return rules;
}

// Two people lifted a refusal: the same rules do not refuse a second time, another one does.
bool lifted(const Application& application, const domain::Verdict& verdict) {
    if (!application.overridden || !application.eligibility) {
        return false;
    }
    const auto before = refusing_rules(application.eligibility->verdict);
    return std::ranges::all_of(refusing_rules(verdict), [&](const auto& rule) {
        return std::ranges::find(before, rule) != before.end();
    });
}

void refuse(Application& application) {
    std::string words;
    for (const auto& rule : refusing_rules(application.eligibility->verdict)) {
        words += words.empty() ? rule : " " + rule;
    }
    close(application, State::refused, std::move(words));
}

// A step was done: a hold that stood before it is over.
void go_on_at(Application& application, Step step, WaitsFor who) {
    application.state = State::draft;
    application.reason.reset();
    stand_at(application, step, who);
}

Done eligibility_decided(Application& application, const Entry& entry) {
    return with<EligibilityDecided>(entry, [&](auto body) -> Done {
        if (body.recheck != (application.step != Step::decide) || application.open_attempt()) {
            return not_allowed(application, entry.kind);
        }
        const bool refused =
            body.verdict.kind == domain::VerdictKind::refused && !lifted(application, body.verdict);
        application.eligibility = std::move(body);
        application.eligibility_at =
            entry.stamp.time_source == TimeSource::doubtful ? Instant() : entry.stamp.time;
        if (refused) {
            application.overridden.reset();
            refuse(application);
        } else if (application.step == Step::decide) {
            go_on_at(application, Step::contact, WaitsFor::clerk);
        }
        return {};
    });
}

Done after_contact(Application& application) {
    if (application.contact && application.consent) {
        go_on_at(application, Step::portrait, WaitsFor::clerk);
    }
    return {};
}

Done contact_recorded(Application& application, const Entry& entry) {
    return with<ContactRecorded>(entry, [&](auto body) {
        application.contact = std::move(body);
        return after_contact(application);
    });
}

// Nobody is enrolled against their will: what was asked and withheld keeps the application here.
bool enough(const domain::Consents& consents) {
    using domain::Consent;
    return consents.personal_data == Consent::given &&
           consents.register_lookup != Consent::withheld &&
           consents.uis_account != Consent::withheld && consents.terms != Consent::withheld;
}

Done consent_recorded(Application& application, const Entry& entry) {
    return with<ConsentRecorded>(entry, [&](auto body) -> Done {
        if (!enough(body.consents)) {
            return not_allowed(application, entry.kind);
        }
        application.consent = std::move(body);
        return after_contact(application);
    });
}

Done portrait_recorded(Application& application, const Entry& entry) {
    return with<PortraitRecorded>(entry, [&](auto body) -> Done {
        application.portrait = std::move(body);
        go_on_at(application, Step::key, WaitsFor::applicant);
        return {};
    });
}

Done key_made(Application& application, const Entry& entry) {
    return with<KeyMade>(entry, [&](auto body) -> Done {
        application.key = std::move(body);
        application.key_by = entry.stamp.operator_name;
        application.key_epoch = entry.epoch;
        application.state = State::waiting_for_ca;
        application.reason.reset();
        stand_at(application, Step::certificate, WaitsFor::ca);
        return {};
    });
}

Done certificate_asked(Application& application, const Entry& entry) {
    return with<CertificateAsked>(entry, [&](auto body) -> Done {
        const bool next = body.attempt == application.attempts.size() + 1;
        const auto* open = application.open_attempt();
        const bool same = !open || open->asked.transaction_id == body.transaction_id;
        if (!next || !same || !application.may_be_issued() || body.transaction_id.empty()) {
            return not_allowed(application, entry.kind);
        }
        application.attempts.push_back({std::move(body),
                                        entry.stamp.time,
                                        application.key->fingerprint,
                                        entry.epoch == application.key_epoch,
                                        {},
                                        {},
                                        {},
                                        false});
        if (!application.cancelling) {
            application.state = State::waiting_for_ca;
        }
        application.waits_for = WaitsFor::ca;
        return {};
    });
}

Done certificate_waiting(Application& application, const Entry& entry) {
    return with<CertificateWaiting>(entry, [&](auto body) -> Done {
        if (!application.open_attempt() || body.attempt != application.attempts.size()) {
            return not_allowed(application, entry.kind);
        }
        auto& attempt = application.attempts.back();
        attempt.next_try = entry.stamp.time + body.waiting.check_after;
        attempt.waiting = std::move(body);
        application.waits_for = WaitsFor::ca;
        return {};
    });
}

void certified(Application& application, CertificateAnswered answered) {
    const bool cloud = application.key->custody == Custody::cloud;
    application.certificate = std::move(answered);
    application.state = State::certified;
    application.reason.reset();
    stand_at(application, Step::hand_over, cloud ? WaitsFor::vault : WaitsFor::clerk);
}

// The certificate went away before it was handed over. Dropped by the CA: it is asked for anew.
// Not counted as confirmed: what became of the attempt is unknown again.
void uncertified(Application& application, CertificateAnswered why) {
    application.certificate.reset();
    application.state = State::waiting_for_ca;
    auto& attempt = application.attempts.back();
    if (why.outcome == Outcome::unconfirmed) {
        attempt.answered.reset();
        attempt.waiting.reset();
    } else {
        attempt.answered = std::move(why);
    }
    stand_at(application, Step::certificate, WaitsFor::ca);
}

Done take_back(Application& application, const Entry& entry, CertificateAnswered body) {
    const auto& certificate = application.certificate;
    const bool confirmed = application.attempts.back().confirmed;
    const bool backwards =
        body.outcome == Outcome::cancelled || body.outcome == Outcome::unconfirmed;
    if (!certificate || certificate->serial != body.serial || !backwards || confirmed) {
        return not_allowed(application, entry.kind);
    }
    uncertified(application, std::move(body));
    return {};
}

template <class List>
bool names(const List& certificates, const std::string& serial) {
    return std::ranges::any_of(certificates, [&](const auto& one) { return one.serial == serial; });
}

// Only the last attempt can be answered: what an earlier one brought late is surplus.
Done certificate_answered(Application& application, const Entry& entry) {
    return with<CertificateAnswered>(entry, [&](auto body) -> Done {
        if (application.attempts.empty() || body.attempt != application.attempts.size()) {
            return not_allowed(application, entry.kind);
        }
        auto& attempt = application.attempts.back();
        if (!attempt.open()) {
            return take_back(application, entry, std::move(body));
        }
        const bool surplus =
            body.outcome == Outcome::granted && names(application.surplus, body.serial);
        if (surplus || body.outcome == Outcome::unconfirmed) {
            return not_allowed(application, entry.kind);
        }
        attempt.answered = body;
        if (body.outcome == Outcome::granted) {
            certified(application, std::move(body));
        } else if (body.outcome != Outcome::cancelled) {
            hold(application, body.detail);
        }
        return {};
    });
}

Done certificate_confirmed(Application& application, const Entry& entry) {
    return with<CertificateConfirmed>(entry, [&](auto body) -> Done {
        if (!application.certificate || body.attempt != application.certificate->attempt) {
            return not_allowed(application, entry.kind);
        }
        application.attempts[body.attempt - 1].confirmed = true;
        return {};
    });
}

Done certificate_settled(Application& application, const Entry& entry) {
    if (!application.finished() || application.unsettled_keys().empty()) {
        return not_allowed(application, entry.kind);
    }
    application.settled = true;
    return {};
}

Done key_delivery_asked(Application& application, const Entry& entry) {
    if (application.delivered || application.key->custody != Custody::cloud ||
        !application.certificate_good()) {
        return not_allowed(application, entry.kind);
    }
    application.delivery_asked = entry.stamp.time;
    application.waits_for = WaitsFor::vault;
    return {};
}

Done key_delivered(Application& application, const Entry& entry) {
    return with<KeyDelivered>(entry, [&](auto body) -> Done {
        if (!application.delivery_asked || application.delivered) {
            return not_allowed(application, entry.kind);
        }
        application.delivered = std::move(body);
        application.waits_for = WaitsFor::clerk;
        return {};
    });
}

Done key_exported(Application& application, const Entry& entry) {
    if (application.key->custody != Custody::file || !application.ready_to_hand_over()) {
        return not_allowed(application, entry.kind);
    }
    application.exported = true;
    return {};
}

Done surplus_found(Application& application, const Entry& entry) {
    return with<SurplusFound>(entry, [&](auto body) -> Done {
        const bool own = application.certificate && application.certificate->serial == body.serial;
        if (own || application.attempts.empty() || names(application.surplus, body.serial)) {
            return not_allowed(application, entry.kind);
        }
        application.surplus.push_back(std::move(body));
        return {};
    });
}

// A station revokes by itself only its own certificates that were never handed over; a re-issue
// ends what it replaces, once the new certificate is in the applicant's hands, and the record of
// what was replaced says so too.
bool within_rights(const Application& application, const RevocationAsked& asked) {
    const bool own = application.certificate && application.certificate->serial == asked.serial;
    if (asked.requested_by == "station") {
        return names(application.surplus, asked.serial) || (own && !application.handed_over);
    }
    if (asked.requested_by == "re-issue") {
        return application.handed_over && application.eligibility &&
               (own || names(application.eligibility->replaces, asked.serial));
    }
    return own && !asked.requested_by.empty();
}

Done revocation_asked(Application& application, const Entry& entry) {
    return with<RevocationAsked>(entry, [&](auto body) -> Done {
        if (!within_rights(application, body) || application.revoked(body.serial)) {
            return not_allowed(application, entry.kind);
        }
        std::erase_if(application.revocations, [&](const auto& earlier) {
            return !earlier.done && earlier.asked.serial == body.serial;
        });
        application.revocations.push_back({std::move(body), entry.stamp.time, false});
        return {};
    });
}

Done revocation_answered(Application& application, const Entry& entry) {
    return with<RevocationAnswered>(entry, [&](auto body) -> Done {
        const auto asked = std::ranges::find_if(application.revocations, [&](const auto& one) {
            return !one.done && one.asked.serial == body.serial;
        });
        if (asked == application.revocations.end()) {
            return not_allowed(application, entry.kind);
        }
        asked->done = body.revoked;
        return {};
    });
}

Done handed_over(Application& application, const Entry& entry) {
    return with<ApplicationHandedOver>(entry, [&](auto body) -> Done {
        const bool has_key = application.delivered || application.exported;
        if (!application.ready_to_hand_over() || !has_key || !by_a_person(entry)) {
            return not_allowed(application, entry.kind);
        }
        application.handed_over = std::move(body);
        application.state = State::handed_over;
        stand_at(application, Step::done, WaitsFor::nobody);
        return {};
    });
}

// Forgets what came at `step` or after it.
void forget_from(Application& application, Step step) {
    if (step <= Step::key) {
        application.key.reset();
    }
    if (step <= Step::portrait) {
        application.portrait.reset();
    }
    if (step <= Step::contact) {
        application.contact.reset();
        application.consent.reset();
    }
    if (step <= Step::decide) {
        application.overridden.reset();
        application.eligibility.reset();
    }
    if (step <= Step::identify) {
        application.identity.reset();
    }
}

Done went_back(Application& application, const Entry& entry) {
    return with<Remark>(entry, [&](auto body) -> Done {
        const auto to = step_named(body.to_step);
        if (!to || *to >= application.step || *to > Step::key || application.has_open_call()) {
            return not_allowed(application, entry.kind);
        }
        forget_from(application, *to);
        go_on_at(application, *to, *to == Step::key ? WaitsFor::applicant : WaitsFor::clerk);
        return {};
    });
}

Done on_hold(Application& application, const Entry& entry) {
    return with<Remark>(entry, [&](auto body) -> Done {
        hold(application, std::move(body.reason));
        return {};
    });
}

// From here on nothing is asked for any more; what was issued is ended, then it closes.
Done cancel_asked(Application& application, const Entry& entry) {
    return with<Remark>(entry, [&](auto body) -> Done {
        if (application.cancelling) {
            return not_allowed(application, entry.kind);
        }
        hold(application, body.reason);
        application.cancelling = std::move(body.reason);
        application.waits_for = WaitsFor::ca;
        return {};
    });
}

// A refusal of the rules, lifted by two people: never by the one who stands at the desk alone.
Done overridden(Application& application, const Entry& entry) {
    return with<Remark>(entry, [&](auto body) -> Done {
        const bool second = by_a_person(entry) && !body.second_person.empty() &&
                            body.second_person != entry.stamp.operator_name &&
                            body.second_person != "-";
        const bool by_rule = application.eligibility &&
                             application.eligibility->verdict.kind == domain::VerdictKind::refused;
        if (application.state != State::refused || !second || !by_rule || body.reason.empty() ||
            application.key) {
            return not_allowed(application, entry.kind);
        }
        application.overridden = std::move(body);
        go_on_at(application, Step::contact, WaitsFor::clerk);
        return {};
    });
}

Done refused(Application& application, const Entry& entry) {
    return with<Remark>(entry, [&](auto body) -> Done {
        close(application, State::refused, std::move(body.reason));
        return {};
    });
}

Done cancelled(Application& application, const Entry& entry) {
    return with<Remark>(entry, [&](auto body) -> Done {
        const bool valid_certificate =
            application.certificate && !application.certificate_revoked();
        if (application.open_attempt() || application.revocation_open() || valid_certificate ||
            !application.surplus_revoked()) {
            return not_allowed(application, entry.kind);
        }
        close(application, State::cancelled, std::move(body.reason));
        return {};
    });
}

Done erased(Application& application, const Entry& entry) {
    if (!application.finished() || application.open_attempt() || application.revocation_open()) {
        return not_allowed(application, entry.kind);
    }
    application.erased = true;
    return {};
}

Done agreement_printed(Application& application, const Entry& entry) {
    return with<AgreementPrinted>(entry, [&](auto body) -> Done {
        application.copies[static_cast<std::size_t>(Paper::agreement)] = body.copy;
        return {};
    });
}

Done paper_printed(Application& application, const Entry& entry) {
    return with<PaperPrinted>(entry, [&](auto body) -> Done {
        if (!application.has(body.paper)) {
            return not_allowed(application, entry.kind);
        }
        application.copies[static_cast<std::size_t>(body.paper)] = body.copy;
        return {};
    });
}

enum class Asks { nothing_open, anything };

struct Transition {
    Kind kind;
    Steps from;
    Asks asks; // whether it may come while a certificate is asked and not answered, or it ends
    Done (*take)(Application&, const Entry&);
    bool after_end; // whether a finished application takes it
};

constexpr Steps desk = at(Step::certificate) | at(Step::hand_over);

// clang-format off
constexpr Transition table[] = {
    // kind                         in these steps                        while one is asked  does                   after the end
    {Kind::identity_recorded,       at(Step::identify),                   Asks::nothing_open, identity_recorded,     false},
    {Kind::eligibility_decided,     before_key | at(Step::certificate),   Asks::nothing_open, eligibility_decided,   false},
    {Kind::contact_recorded,        at(Step::contact),                    Asks::nothing_open, contact_recorded,      false},
    {Kind::consent_recorded,        at(Step::contact),                    Asks::nothing_open, consent_recorded,      false},
    {Kind::portrait_recorded,       at(Step::portrait),                   Asks::nothing_open, portrait_recorded,     false},
    {Kind::key_made,                at(Step::key),                        Asks::nothing_open, key_made,              false},
    {Kind::certificate_asked,       at(Step::certificate),                Asks::anything,     certificate_asked,     false},
    {Kind::certificate_waiting,     at(Step::certificate),                Asks::anything,     certificate_waiting,   false},
    {Kind::certificate_answered,    desk,                                 Asks::anything,     certificate_answered,  false},
    {Kind::certificate_confirmed,   at(Step::hand_over),                  Asks::anything,     certificate_confirmed, false},
    {Kind::certificate_settled,     at(Step::done),                       Asks::anything,     certificate_settled,   true},
    {Kind::key_delivery_asked,      at(Step::hand_over),                  Asks::nothing_open, key_delivery_asked,    false},
    {Kind::key_delivered,           at(Step::hand_over),                  Asks::nothing_open, key_delivered,         false},
    {Kind::key_exported,            at(Step::hand_over),                  Asks::nothing_open, key_exported,          false},
    {Kind::surplus_found,           once_asked,                           Asks::anything,     surplus_found,         true},
    {Kind::revocation_asked,        once_asked,                           Asks::anything,     revocation_asked,      true},
    {Kind::revocation_answered,     once_asked,                           Asks::anything,     revocation_answered,   true},
    {Kind::application_handed_over, at(Step::hand_over),                  Asks::nothing_open, handed_over,           false},
    {Kind::application_went_back,   before_key | at(Step::certificate),   Asks::nothing_open, went_back,             false},
    {Kind::application_on_hold,     before_key | desk,                    Asks::anything,     on_hold,               false},
    {Kind::application_cancel_asked, before_key | desk,                   Asks::anything,     cancel_asked,          false},
    {Kind::application_overridden,  at(Step::done),                       Asks::nothing_open, overridden,            true},
    {Kind::application_refused,     before_key | at(Step::certificate),   Asks::nothing_open, refused,               false},
    {Kind::application_cancelled,   before_key | desk,                    Asks::anything,     cancelled,             false},
    {Kind::application_erased,      at(Step::done),                       Asks::nothing_open, erased,                true},
    {Kind::agreement_printed,       with_key,                             Asks::anything,     agreement_printed,     true},
    {Kind::paper_printed,           with_key,                             Asks::anything,     paper_printed,         true},
};
// clang-format on

const Transition* transition_of(Kind kind) {
    const auto found = std::ranges::find(table, kind, &Transition::kind);
    return found == std::end(table) ? nullptr : found;
}

} // namespace

bool may_follow(const Application& application, Kind kind) {
    const auto* transition = transition_of(kind);
    return transition && (transition->from & at(application.step)) != 0 &&
           (transition->after_end || !application.finished()) &&
           (transition->asks == Asks::anything ||
            (!application.open_attempt() && !application.cancelling)) &&
           !application.erased;
}

Done apply(Application& application, const Entry& entry) {
    const bool foreign = application.id && application.id != entry.application;
    if (foreign || !entry.application || !may_follow(application, entry.kind)) {
        return not_allowed(application, entry.kind);
    }
    const auto before = std::tuple(application.state, application.step, application.waits_for);
    KOLTAMGA_CHECK(transition_of(entry.kind)->take(application, entry));
    if (application.finished()) {
        const bool revoking =
            application.revocation_open() || !due_revocations(application).empty();
        application.waits_for = revoking ? WaitsFor::ca : WaitsFor::nobody;
    } else if (application.cancelling) {
        application.waits_for = WaitsFor::ca;
    }
    if (before != std::tuple(application.state, application.step, application.waits_for)) {
        application.since = entry.stamp.time;
    }
    application.last_sequence = entry.sequence;
    return {};
}

} // namespace koltamga::issuance
