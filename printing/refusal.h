// The refusal: why the rules allow this person no certificate, and how to object.
#pragma once

#include "printing/agreement.h"

#include <vector>

namespace koltamga::printing {

struct RefusalReason {
    std::string rule; // "full-age"
    Texts text;       // the rule's own sentence
};

struct RefusalRecord {
    std::string record_id;
    bool practice = false;
    Instant made_at;  // the decision's: the file's creation date
    std::string date; // ISO, in the office's time zone
    Texts place;
    Texts law;
    PaperOffice office;
    std::string operator_name;  // who decided
    PaperApplicant applicant;   // name, PIN, birth and document are said; the rest is not
    std::string decided_at;     // "22.11.2026 15:41:07 UTC+6"
    std::string reference_date; // ISO: the day for which the rules were applied
    std::string rules;          // "kg-ces 3"
    std::vector<RefusalReason> reasons;
};

} // namespace koltamga::printing
