// The one table of eligibility rules: effect, and a sentence for the applicant in each language.
#pragma once

#include "domain/eligibility.h"

#include <array>
#include <span>
#include <string_view>

namespace koltamga::domain {

struct RuleRow {
    std::string_view rule;
    Effect effect;
    std::array<std::string_view, 3> text; // by Language; {name} stands for an input
};

std::span<const RuleRow> rule_rows();
const RuleRow& rule_row(std::string_view rule); // a rule that is not there is a bug and throws

// "birth-date,email" as "date of birth, e-mail": fields and consents, as a comparison names them.
std::string fields_in_words(std::string_view names, Language language);

} // namespace koltamga::domain
