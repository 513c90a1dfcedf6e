#include "issuance/runner.h"

#include "base/joined.h"
#include "issuance/agreement.h"
#include "issuance/draft.h"
#include "issuance/timekeeping.h"

#include <algorithm>

namespace koltamga::issuance {
namespace {

constexpr std::size_t most_requests_at_once = 2;

Failure not_at_step(std::string detail) {
    return fail(Code::issuance_not_at_step, std::move(detail));
}
Failure warnings_unconfirmed(std::string rules) {
    return fail(Code::issuance_warnings_unconfirmed, std::move(rules));
}

Failure request_refused(std::string detail) {
    return fail(Code::issuance_request_refused, std::move(detail));
}
Failure certificate_rejected(std::string detail) {
    return fail(Code::issuance_certificate_rejected, std::move(detail));
}

Failure ended_before_hand_over() {
    return fail(Code::issuance_certificate_ended);
}

// The CA's last word was no, or the certificate is revoked already: nothing goes on by itself.
std::optional<Failure> what_holds(const Application& application) {
    if (!application.finished() && !application.cancelling && application.certificate_revoked()) {
        return ended_before_hand_over();
    }
    const bool held = application.state == State::on_hold && !application.cancelling;
    if (!held || application.attempts.empty() || !application.attempts.back().answered) {
        return std::nullopt;
    }
    const auto& answer = *application.attempts.back().answered;
    if (answer.outcome == Outcome::refused) {
        return request_refused(answer.detail);
    }
    return answer.outcome == Outcome::rejected ? std::optional(certificate_rejected(answer.detail))
                                               : std::nullopt;
}

Done require_step(const Application& application, Step step) {
    if (application.step != step) {
        return not_at_step(std::string(name_of(application.step)));
    }
    return {};
}

// How long the centre's time, or its silence, is taken for granted.
constexpr std::chrono::steady_clock::duration time_keeps = std::chrono::minutes(10);
constexpr std::chrono::steady_clock::duration silence_keeps = std::chrono::seconds(20);

} // namespace

Failure no_certificate() {
    return fail(Code::issuance_no_certificate);
}

Failure outcome_unknown(std::string detail) {
    return fail(Code::issuance_outcome_unknown, std::move(detail));
}

Runner::Runner(Outside outside, Policy policy, std::string operator_name)
    : outside_(std::move(outside)), policy_(std::move(policy)),
      operator_(std::move(operator_name)) {}

Result<Application> Runner::read(const ApplicationId& id) {
    KOLTAMGA_TRY(const auto entries, outside_.journal.entries_of(id));
    if (entries.empty()) {
        return unknown_application();
    }
    return fold(entries);
}

Result<Stamp> Runner::stamp() {
    KOLTAMGA_TRY(const auto last, outside_.journal.last_time());
    const Instant now = outside_.clock.now();
    return Stamp{operator_, now, judge_clock(now, last, policy_.clock)};
}

Result<Application> Runner::append(const ApplicationId& id, std::vector<EntryDraft> drafts) {
    KOLTAMGA_TRY(const auto when, stamp());
    KOLTAMGA_TRY(const auto appended, outside_.journal.append(drafts, when));
    return read(id);
}

std::optional<std::chrono::milliseconds> Runner::centre_ahead(Instant here, std::stop_token stop) {
    const auto now = std::chrono::steady_clock::now();
    if (centre_said_) {
        const auto& said = *centre_said_;
        const auto passed = now - said.at;
        const bool evenly = std::chrono::abs(here - said.here - passed) < std::chrono::minutes(1);
        if (evenly && passed < (said.ahead ? time_keeps : silence_keeps)) {
            return said.ahead;
        }
    }
    const auto time = outside_.certificate_register->time(std::move(stop));
    centre_said_ = {time ? std::optional(*time - here) : std::nullopt, here, now};
    return centre_said_->ahead;
}

Result<Day> Runner::today(AskTime ask, std::stop_token stop) {
    KOLTAMGA_TRY(const auto when, stamp());
    const bool doubtful = when.time_source == TimeSource::doubtful;
    const auto date = [&](Instant instant) {
        return domain::civil_date(instant, static_cast<int>(policy_.utc_offset.count()));
    };
    const bool asks = ask == AskTime::always || (ask == AskTime::when_doubted && doubtful);
    const auto ahead = asks && outside_.certificate_register
                           ? centre_ahead(when.time, std::move(stop))
                           : std::nullopt;
    if (!ahead) {
        return Day{date(when.time), when.time, doubtful, {}};
    }
    const bool differs = doubtful || std::chrono::abs(*ahead) > policy_.clock.difference;
    const auto behind = differs ? *ahead : std::chrono::milliseconds(0);
    return Day{date(when.time + behind), when.time + behind, false, behind};
}

Result<std::optional<ApplicationId>> Runner::open_application_of(std::string_view pin) {
    KOLTAMGA_TRY(const auto ids, outside_.journal.applications_of_person(pin));
    for (const auto& id : ids) {
        KOLTAMGA_TRY(const auto application, read(id));
        if (!application.finished()) {
            return std::optional(id);
        }
    }
    return std::optional<ApplicationId>();
}

Result<Application> Runner::identify(const Person& person) {
    outside_.keys.begin(policy_.key_type);
    const ApplicationId id = outside_.new_id();
    IdentityRecorded body;
    body.identity = person.identity;
    body.typed = person.typed;
    body.mrz = person.mrz;
    if (person.typed && person.mrz) {
        body.comparison = domain::compare(*person.typed, *person.mrz);
    }
    return append(id, {draft(Kind::identity_recorded, id, body)});
}

Result<std::vector<Application>> Runner::all_of_person(const Application& application) {
    const auto& pin = application.identity->identity.pin;
    KOLTAMGA_TRY(const auto ids, outside_.journal.applications_of_person(pin));
    std::vector<Application> all;
    for (const auto& id : ids) {
        KOLTAMGA_TRY(auto one, read(id));
        all.push_back(std::move(one));
    }
    return all;
}

namespace {

// By its own application, or by a re-issue of the same person.
bool ended_by(const std::vector<Application>& all, std::string_view serial) {
    return std::ranges::any_of(all, [&](const auto& one) { return one.revoked(serial); });
}

} // namespace

Result<std::vector<KnownCertificate>> Runner::held_here(const Application& application,
                                                        Instant now) {
    KOLTAMGA_TRY(const auto all, all_of_person(application));
    std::vector<KnownCertificate> held;
    for (const auto& other : all) {
        const auto& certificate = other.certificate;
        if (other.id != application.id && certificate && certificate->not_after > now &&
            !ended_by(all, certificate->serial)) {
            held.push_back(
                {certificate->serial, certificate->certificate, CertificateStatus::valid});
        }
    }
    return held;
}

Result<bool> Runner::certificate_ended(const Application& application) {
    if (!application.certificate) {
        return false;
    }
    KOLTAMGA_TRY(const auto all, all_of_person(application));
    return ended_by(all, application.certificate->serial);
}

namespace {

// What the register knows joins what the station knows; one that the register says is revoked
// is held no more, whatever the station remembers.
std::vector<KnownCertificate> joined(std::vector<KnownCertificate> here,
                                     const std::vector<KnownCertificate>& there) {
    for (const auto& known : there) {
        std::erase_if(here, [&](const auto& one) { return one.serial == known.serial; });
        if (known.status == CertificateStatus::valid) {
            here.push_back(known);
        }
    }
    return here;
}

} // namespace

// What the register knows of the person, without what was issued for this application's own key: a
// journal that was restored from a backup may not know yet that it asked.
Result<std::vector<KnownCertificate>> Runner::others_in_register(const Application& application,
                                                                 std::stop_token stop) {
    const auto& pin = application.identity->identity.pin;
    auto& certificates = *outside_.certificate_register;
    KOLTAMGA_TRY(auto known, certificates.by_person(pin, stop));
    if (application.key) {
        KOLTAMGA_TRY(const auto own,
                     certificates.by_public_key(application.key->fingerprint, std::move(stop)));
        std::erase_if(known, [&](const KnownCertificate& one) {
            return std::ranges::any_of(own.certificates, [&](const KnownCertificate& ours) {
                return ours.serial == one.serial;
            });
        });
    }
    return known;
}

Result<Runner::Judged> Runner::judge(const Application& application, const Decision& decision,
                                     const Day& day, std::stop_token stop) {
    KOLTAMGA_TRY(auto held, held_here(application, day.instant));
    Judged judged;
    auto& body = judged.body;
    body.facts.identity = application.identity->identity;
    if (application.identity->comparison) {
        body.facts.comparisons.push_back(*application.identity->comparison);
    }
    body.facts.consents = decision.consents;
    const bool wanted = outside_.certificate_register &&
                        decision.consents.register_lookup == domain::Consent::given;
    body.facts.offline = wanted;
    if (wanted && decision.ask_centre) {
        const auto there = others_in_register(application, stop);
        if (there) {
            held = joined(std::move(held), *there);
            body.facts.held = domain::Held::none;
            body.facts.offline = false;
        } else {
            judged.not_told = there.failure();
        }
    }
    if (!held.empty()) {
        body.facts.held = domain::Held::held;
    }
    body.facts.reissue_reason = decision.reissue_reason;
    body.facts.clock_doubtful = day.doubtful;
    body.rules = policy_.rules;
    body.verdict = domain::decide(body.facts, body.rules, day.date);
    body.reissue_reason = decision.reissue_reason;
    body.replaces = decision.reissue_reason.empty() ? std::vector<KnownCertificate>{} : held;
    return judged;
}

Result<Runner::Judged> Runner::judge_now(const ApplicationId& id, const Decision& decision,
                                         std::stop_token stop) {
    KOLTAMGA_TRY(const auto application, read(id));
    KOLTAMGA_CHECK(require_step(application, Step::decide));
    const auto ask = decision.ask_centre ? AskTime::always : AskTime::never;
    KOLTAMGA_TRY(const auto day, today(ask, stop));
    return judge(application, decision, day, std::move(stop));
}

Result<domain::Verdict> Runner::foresee(const ApplicationId& id, const Decision& decision,
                                        std::stop_token stop) {
    KOLTAMGA_TRY(auto judged, judge_now(id, decision, std::move(stop)));
    return std::move(judged.body.verdict);
}

Result<Application> Runner::decide(const ApplicationId& id, const Decision& decision,
                                   std::stop_token stop) {
    KOLTAMGA_TRY(auto judged, judge_now(id, decision, std::move(stop)));
    auto& body = judged.body;
    const auto warnings = body.verdict.to_confirm();
    if (!warnings.empty() && !decision.warnings_confirmed) {
        return warnings_unconfirmed(koltamga::joined(warnings, " "));
    }
    body.warnings_confirmed = warnings;
    if (body.verdict.kind == domain::VerdictKind::refused) {
        outside_.keys.abandon();
    }
    return append(id, {draft(Kind::eligibility_decided, id, body)});
}

Result<Application> Runner::contact_and_consent(const ApplicationId& id,
                                                const ContactRecorded& contact,
                                                const ConsentRecorded& consent) {
    return append(id, {draft(Kind::contact_recorded, id, contact),
                       draft(Kind::consent_recorded, id, consent)});
}

Result<Application> Runner::portrait(const ApplicationId& id, BytesView picture,
                                     std::string reason) {
    KOLTAMGA_TRY(const auto application, read(id));
    KOLTAMGA_CHECK(require_step(application, Step::portrait));
    KOLTAMGA_TRY(const auto portrait, outside_.portraits.read(picture));
    PortraitRecorded body;
    body.sha256 = outside_.sha256(portrait.jpeg);
    body.width = portrait.width;
    body.height = portrait.height;
    body.face = portrait.face;
    body.file_import_reason = std::move(reason);
    KOLTAMGA_TRY(body.blob, outside_.journal.put_blob(id, "portrait", portrait.jpeg));
    return append(id, {draft(Kind::portrait_recorded, id, body)});
}

Result<Application> Runner::make_key(const ApplicationId& id, const SecretBytes& password,
                                     const TermsAcceptance& terms) {
    KOLTAMGA_TRY(const auto application, read(id));
    KOLTAMGA_CHECK(require_step(application, Step::key));
    const auto& identity = application.identity->identity;
    KOLTAMGA_TRY(const auto subject, domain::subject_name(identity, policy_.subject));
    // The paper's date is the law's: by the centre's time, unless the office worked without it.
    const bool offline = application.eligibility->facts.offline;
    KOLTAMGA_TRY(const auto day, today(offline ? AskTime::never : AskTime::always));
    const Accepted accepted{terms.version, terms.language, terms.how, day.instant, operator_};
    const auto compose = [&](const Digest& fingerprint) {
        return agreement_record(application, policy_, accepted, fingerprint);
    };
    KOLTAMGA_TRY(
        const auto made,
        outside_.keys.make({id, policy_.key_type, policy_.custody, subject}, password, compose));
    KOLTAMGA_TRY(const auto package, outside_.journal.put_blob(id, "key-package", made.package));
    KeyMade body{policy_.key_type,
                 policy_.custody,
                 made.public_key,
                 made.fingerprint,
                 made.certificate_request,
                 subject,
                 made.agreement,
                 made.agreement_signature,
                 package,
                 Bytes(made.package_secret.view().begin(), made.package_secret.view().end()),
                 terms.version,
                 terms.language,
                 terms.how,
                 accepted.at,
                 terms.languages,
                 policy_.paper};
    return append(id, {draft(Kind::key_made, id, body)});
}

Result<Progress> Runner::go_on(const ApplicationId& id, bool ask_again, std::stop_token stop) {
    KOLTAMGA_TRY(auto application, read(id));
    const std::size_t already_asked = application.attempts.size();
    bool rechecked = false;
    while (!stop.stop_requested()) {
        // A CA that never settles anything must not keep us asking for ever.
        if (application.attempts.size() > already_asked + most_requests_at_once) {
            return Progress{std::move(application), outcome_unknown("asked often enough")};
        }
        const bool reckons = application.step == Step::certificate && !application.finished();
        KOLTAMGA_TRY(const auto day,
                     today(reckons ? AskTime::always : AskTime::when_doubted, stop));
        const Situation now{outside_.certificate_register != nullptr,
                            outside_.vault != nullptr,
                            day.date,
                            ask_again,
                            day.instant,
                            rechecked};
        const Call call = next_call(application, now);
        if (call == Call::none) {
            break;
        }
        auto after = make_call(application, call, day, stop);
        if (!after) {
            KOLTAMGA_TRY(application, read(id));
            return Progress{std::move(application), after.failure()};
        }
        application = std::move(*after);
        const auto* open = application.open_attempt();
        if (open && open->waiting) {
            break;
        }
        ask_again = ask_again && call == Call::recheck;
        rechecked = rechecked || call == Call::recheck;
    }
    if (application.delivered || application.finished()) {
        KOLTAMGA_CHECK(destroy_key_package(application));
    }
    auto obstacle = what_holds(application);
    return Progress{std::move(application), std::move(obstacle)};
}

Done Runner::destroy_key_package(const Application& application) {
    if (!application.key) {
        return {};
    }
    return outside_.journal.destroy_blob(*application.id, application.key->package);
}

Result<Application> Runner::hand_over(const ApplicationId& id, std::string acceptance,
                                      const std::function<Done(BytesView)>& deliver_file) {
    KOLTAMGA_TRY(auto application, read(id));
    KOLTAMGA_CHECK(require_step(application, Step::hand_over));
    if (!application.ready_to_hand_over()) {
        return not_at_step("something is open before hand-over");
    }
    if (application.key->custody == Custody::file && !application.exported) {
        const auto& key = *application.key;
        KOLTAMGA_TRY(const auto package, outside_.journal.blob(id, "key-package", key.package));
        KOLTAMGA_TRY(const auto file,
                     outside_.keys.assemble_file(package, SecretBytes(key.package_secret),
                                                 application.certificate->certificate));
        KOLTAMGA_CHECK(deliver_file(file));
        KOLTAMGA_TRY(application, append(id, {draft(Kind::key_exported, id,
                                                    KeyExported{outside_.sha256(file)})}));
    }
    KOLTAMGA_TRY(application, append(id, {draft(Kind::application_handed_over, id,
                                                ApplicationHandedOver{std::move(acceptance)})}));
    KOLTAMGA_CHECK(destroy_key_package(application));
    return application;
}

Result<Application> Runner::go_back(const ApplicationId& id, Step to, std::string reason,
                                    std::stop_token stop) {
    KOLTAMGA_TRY(const auto before, read(id));
    KOLTAMGA_TRY(auto drafts, late_surplus(before, std::move(stop)));
    drafts.push_back(draft(Kind::application_went_back, id,
                           Remark{std::move(reason), {}, std::string(name_of(to))}));
    KOLTAMGA_TRY(auto after, append(id, std::move(drafts)));
    KOLTAMGA_CHECK(destroy_key_package(before));
    return after;
}

Result<Progress> Runner::cancel(const ApplicationId& id, std::string reason, std::stop_token stop) {
    outside_.keys.abandon();
    KOLTAMGA_TRY(auto application, read(id));
    if (application.finished()) {
        return not_at_step(std::string(name_of(application.state)));
    }
    if (application.attempts.empty()) {
        KOLTAMGA_TRY(application, append(id, {draft(Kind::application_cancelled, id,
                                                    Remark{std::move(reason), {}, {}})}));
        KOLTAMGA_CHECK(destroy_key_package(application));
        return Progress{std::move(application), {}};
    }
    if (!application.cancelling) {
        KOLTAMGA_TRY(application, append(id, {draft(Kind::application_cancel_asked, id,
                                                    Remark{std::move(reason), {}, {}})}));
    }
    return go_on(id, false, std::move(stop));
}

Result<Progress> Runner::revoke(const ApplicationId& id, RevocationReason reason,
                                std::string requested_by, std::string proof, std::stop_token stop) {
    KOLTAMGA_TRY(auto application, read(id));
    if (!application.certificate || application.certificate_revoked()) {
        return no_certificate();
    }
    const auto& certificate = *application.certificate;
    const RevocationAsked body{certificate.serial,      certificate.certificate, reason,
                               std::move(requested_by), std::move(proof),        1};
    KOLTAMGA_TRY(application, append(id, {draft(Kind::revocation_asked, id, body)}));
    const auto after = call_revocation(application, std::move(stop));
    KOLTAMGA_TRY(application, read(id));
    // Others may be open still; the person at the desk asked for this one.
    if (!after && !application.certificate_revoked()) {
        return Progress{std::move(application), after.failure()};
    }
    return Progress{std::move(application), {}};
}

Result<Application> Runner::printed(const ApplicationId& id, std::string languages,
                                    BytesView paper) {
    KOLTAMGA_TRY(const auto application, read(id));
    const AgreementPrinted body{application.copies_of(Paper::agreement) + 1, std::move(languages),
                                outside_.sha256(paper)};
    return append(id, {draft(Kind::agreement_printed, id, body)});
}

Result<Application> Runner::leaves_for_printer(const ApplicationId& id, const ToPrinter& about,
                                               BytesView paper) {
    KOLTAMGA_TRY(const auto application, read(id));
    const auto digest = outside_.sha256(paper);
    const auto before = application.copies_of(about.paper);
    std::vector<EntryDraft> drafts;
    for (unsigned copy = before + 1; copy <= before + about.copies; ++copy) {
        const PaperPrinted body{about.paper, copy, about.languages, digest, about.printer};
        drafts.push_back(draft(Kind::paper_printed, id, body));
    }
    return append(id, std::move(drafts));
}

} // namespace koltamga::issuance
