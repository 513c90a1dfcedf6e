// What the office profile says about issuing, in the words of this folder.
#pragma once

#include "domain/eligibility.h"
#include "issuance/bodies.h"
#include "issuance/ports.h"

#include <chrono>
#include <string>

namespace koltamga::issuance {

struct ClockTolerance {
    std::chrono::minutes set_back{2};
    // Longer than the longest time a station may be without contact and without a single entry.
    std::chrono::days forward{180};
    std::chrono::milliseconds difference{std::chrono::minutes(5)}; // from the centre's signed time
};

struct Policy {
    domain::RuleSet rules;
    KeyType key_type = KeyType::rsa3072;
    Custody custody = Custody::cloud;
    std::string terms_version;
    std::string terms_sha256; // of the template the applicant accepts
    std::string station;
    PaperFacts paper; // what the agreement says of authority, office and law
    std::chrono::minutes utc_offset{360};
    ClockTolerance clock;
    bool practice = false;
    domain::SubjectMapping subject = domain::default_subject_mapping();
};

} // namespace koltamga::issuance
