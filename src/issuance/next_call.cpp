#include "issuance/next_call.h"

#include <algorithm>
#include <array>

namespace koltamga::issuance {
namespace {

constexpr std::array<std::string_view, 10> names = {"none",    "recheck",   "ask",     "poll",
                                                    "look-up", "settle",    "deliver", "revoke",
                                                    "close",   "look-again"};

bool revocation_known(const Application& application, const std::string& serial) {
    return std::ranges::any_of(application.revocations,
                               [&](const auto& r) { return r.asked.serial == serial; });
}

Call for_certificate(const Application& application, const Situation& situation) {
    if (const auto* open = application.open_attempt()) {
        if (open->waiting) {
            return Call::poll;
        }
        return situation.has_register ? Call::look_up : Call::ask;
    }
    if (application.state == State::on_hold && !situation.ask_again) {
        return Call::none;
    }
    return needs_recheck(application, situation) ? Call::recheck : Call::ask;
}

// What was asked is looked up, or, with nobody to look it up with, asked until there is an answer.
Call for_cancelling(const Application& application, const Situation& situation) {
    const auto* open = application.open_attempt();
    if (open && open->waiting) {
        return Call::poll;
    }
    return !open || situation.has_register ? Call::close : Call::ask;
}

Call after_the_end(const Application& application, const Situation& situation) {
    const auto due = application.next_try();
    return situation.has_register && due && situation.now >= *due ? Call::look_again : Call::none;
}

Call for_hand_over(const Application& application, const Situation& situation) {
    if (application.certificate_revoked()) {
        return Call::none;
    }
    if (!application.attempts[application.certificate->attempt - 1].confirmed) {
        return Call::settle;
    }
    const bool cloud = application.key->custody == Custody::cloud;
    return cloud && !application.delivered && situation.has_vault ? Call::deliver : Call::none;
}

RevocationAsked surplus_revocation(const SurplusFound& found) {
    return {found.serial, found.certificate, RevocationReason::superseded, "station", "surplus", 1};
}

RevocationAsked replaced_revocation(const KnownCertificate& known) {
    return {known.serial, known.certificate, RevocationReason::superseded,
            "re-issue",   "in-person",       1};
}

} // namespace

std::string_view name_of(Call call) {
    return names[static_cast<std::size_t>(call)];
}

bool needs_recheck(const Application& application, const Situation& situation) {
    if (!application.may_be_issued() ||
        application.eligibility->verdict.reference != situation.today) {
        return true;
    }
    const auto age = situation.now - application.eligibility_at;
    const bool fresh = age >= Instant::duration::zero() && age <= verdict_life;
    return !situation.rechecked && (application.eligibility->facts.offline || !fresh);
}

std::vector<RevocationAsked> due_revocations(const Application& application) {
    std::vector<RevocationAsked> due;
    for (const auto& found : application.surplus) {
        if (!revocation_known(application, found.serial)) {
            due.push_back(surplus_revocation(found));
        }
    }
    if (application.state == State::handed_over && application.eligibility) {
        for (const auto& known : application.eligibility->replaces) {
            if (!revocation_known(application, known.serial)) {
                due.push_back(replaced_revocation(known));
            }
        }
    }
    return due;
}

Call next_call(const Application& application, const Situation& situation) {
    if (application.revocation_open() || !due_revocations(application).empty()) {
        return Call::revoke;
    }
    if (application.cancelling) {
        return for_cancelling(application, situation);
    }
    if (application.finished()) {
        return after_the_end(application, situation);
    }
    if (application.step == Step::certificate) {
        return for_certificate(application, situation);
    }
    return application.step == Step::hand_over ? for_hand_over(application, situation) : Call::none;
}

} // namespace koltamga::issuance
