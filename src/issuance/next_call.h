// What has to be asked of the outside next: a pure function of the application.
#pragma once

#include "issuance/application.h"

namespace koltamga::issuance {

enum class Call {
    none,       // a person's turn, or finished
    recheck,    // apply the rules again, for the day on which the request leaves
    ask,        // send the certificate request
    poll,       // the CA said "waiting": ask how far it is
    look_up,    // asked, and no answer known: find out what exists before anything else
    settle,     // a certificate is here: is it confirmed, and is it the only one
    deliver,    // the key package to the vault
    revoke,     // a certificate whose revocation was asked for
    close,      // given up: find out what exists, end it, and close the application
    look_again, // long after the last request: whether a late certificate turned up
};

std::string_view name_of(Call call);

// What the office has and which day it is, beside the application itself.
struct Situation {
    bool has_register = false; // somebody can be asked what the CA has issued
    bool has_vault = false;
    domain::Date today;
    bool ask_again = false; // the clerk wants a refused or rejected request to be sent anew
    Instant now{};
    bool rechecked = false; // the rules were applied in this very run
};

// So long a verdict stands before the register is asked again: another office may have issued.
constexpr std::chrono::minutes verdict_life{15};

Call next_call(const Application& application, const Situation& situation);

// The certificates whose revocation is due and not asked for yet: surplus ones at once, replaced
// ones when the new certificate is handed over.
std::vector<RevocationAsked> due_revocations(const Application& application);

// Whether the request may only leave after the rules were applied again: the verdict is
// provisional, of another day, found without the register, or older than `verdict_life`.
bool needs_recheck(const Application& application, const Situation& situation);

} // namespace koltamga::issuance
