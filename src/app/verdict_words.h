// A verdict for people and for scripts.
#pragma once

#include "app/terminal.h"
#include "domain/eligibility.h"

namespace koltamga::app {

// {verdict, reasons: [{rule, version, effect, text, inputs}], rule_set, version, reference_date}
Json verdict_json(const domain::Verdict& verdict, Language language);
std::string verdict_words(const domain::Verdict& verdict, Language language);
// What the clerk may do about the one refusal that is the clerk's to decide; empty for any other.
std::string reissue_words(const domain::Verdict& verdict, Language language);

} // namespace koltamga::app
