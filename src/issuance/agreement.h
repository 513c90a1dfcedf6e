// The agreement's canonical record: what the applicant's key signs, and what every paper and the
// centre compare with. One fact a line, `name value`, UTF-8, lines ended by one line feed;
// described for strangers in src/FORMATS.md.
#pragma once

#include "issuance/application.h"
#include "issuance/policy.h"

#include <string>

namespace koltamga::issuance {

struct Accepted {
    std::string version, language, how;
    Instant at{};
    std::string by; // the clerk before whom it was accepted
};

std::string agreement_record(const Application& application, const Policy& policy,
                             const Accepted& accepted, const Digest& key_fingerprint);

// The hash of the wording that a record says was accepted; empty for a record without one.
std::string terms_hash_in(std::string_view record);

} // namespace koltamga::issuance
