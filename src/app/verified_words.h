// What `journal verify` found, as JSON and in the clerk's words.
#pragma once

#include "app/terminal.h"
#include "db/verification.h"

#include <string>

namespace koltamga::app {

// {entries, head, verdict, first_broken, findings, covered_by_receipt, not_provable, …}
Json verified_json(const db::Verified& verified, Language language);
// For a journal that is sound.
std::string verified_words(const db::Verified& verified, Language language);
// For one that is not: each finding, a line to itself.
std::string findings_words(const db::Verified& verified, Language language);

} // namespace koltamga::app
