// What became of an application in one run, and how clerks and scripts are told.
#pragma once

#include "app/journey_files.h"
#include "app/validity.h"

#include <set>

namespace koltamga::app {

// What the outcome is told with.
struct Outcome {
    issuance::Application application;
    std::optional<Failure> obstacle; // what it waits for, if the outside did not let it go on
    WrittenFiles files;
    std::optional<Validity> validity = {};
    std::set<ApplicationId> here = {}; // where something was lost: what of it is here
    bool losses_unheard = false;       // the centre has not told yet what a restore lost
    bool certificate_ended = false;    // by this application, or by a later one of the same person
    std::optional<Failure> fork = {};  // nothing of what was done here will reach the centre
    issuance::WaitsFor waits_for{};    // who acts next, the centre among them
    std::string outbox = {};           // "unsent", "sent", "receipted"
    std::vector<std::string> not_used = {}; // options that came after their step was taken
};

// Answers with it, or tells the failure; with it go what stands in the way, losses, a fork, options
// that came too late.
Exit told(Terminal& terminal, const Result<Outcome>& result);
// The same, after what the rules say of the applicant: the clerk answers for the warnings.
Exit told_with_verdict(Terminal& terminal, const Result<Outcome>& result);
// The certificate's end is what matters here; the record stays as it is.
Exit told_revocation(Terminal& terminal, const Result<Outcome>& result);

} // namespace koltamga::app
