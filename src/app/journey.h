// One applicant's way at the terminal: the runner's commands in order, papers, and sync.
#pragma once

#include "app/ctl.h"

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

struct RevocationWish {
    std::string reason;
    std::string by = "holder"; // or "supervisor", whose role it takes
    std::string proof;         // how whoever asks proved who they are
};

// Goes on with the person's open application, if the file says nothing else than was recorded, or
// begins one; only with a practice profile may the applicant's answers come from a file.
Exit issue(const Ctl& ctl, Terminal& terminal, const ApplicantFiles& files, const Wishes& wishes);
Exit resume(const Ctl& ctl, Terminal& terminal, const std::string& id, const Wishes& wishes);
Exit cancel(const Ctl& ctl, Terminal& terminal, const std::string& id, const std::string& reason);
Exit revoke(const Ctl& ctl, Terminal& terminal, const std::string& id, const RevocationWish& wish);

} // namespace koltamga::app
