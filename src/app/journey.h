// One applicant's way at the terminal: the runner's commands in order, papers, and sync.
#pragma once

#include "app/ctl.h"
#include "db/operators.h"

#include <filesystem>
#include <string>

namespace koltamga::app {

struct ApplicantFiles {
    std::filesystem::path applicant, portrait, password;
};

struct Wishes {
    std::string custody;        // empty: the profile's
    std::string reissue_reason; // empty: no re-issue
    bool offline = false;
    std::string languages;     // empty: the profile's
    std::filesystem::path out; // empty: no files
};

// The holder proves who they are. A supervisor, whose role it takes, also ends a certificate where
// nobody can: after a death, on a court's order.
struct RevocationWish {
    std::string reason;
    std::string by;    // "holder" or "supervisor"; empty: holder, or without proof the supervisor
    std::string proof; // how whoever asks proved who they are
};

// Who asks, where it was not said; fails where whoever asks may not, or a holder proved nothing.
// What the journal is told is what was said: nobody's proof is made up.
Result<RevocationWish> with_who_asks(RevocationWish wish, const db::Session& session);

// Goes on with the person's open application, if the file says nothing else than was recorded, or
// begins one; only with a practice profile may the applicant's answers come from a file.
Exit issue(const Ctl& ctl, Terminal& terminal, const ApplicantFiles& files, const Wishes& wishes);
Exit resume(const Ctl& ctl, Terminal& terminal, const std::string& id, const Wishes& wishes);
Exit cancel(const Ctl& ctl, Terminal& terminal, const std::string& id, const std::string& reason);
Exit revoke(const Ctl& ctl, Terminal& terminal, const std::string& id, const RevocationWish& wish);

} // namespace koltamga::app
