// What --help says, in the other languages. Commands and options are described in English where
// they are added; here stands what each description says in Kyrgyz and Russian.
#pragma once

#include "base/failure.h"

#include <string>

namespace koltamga::app {

// The description in this language; as it is where the table does not have it (tests/app finds
// such a one).
std::string help_in(Language language, const std::string& english);

} // namespace koltamga::app
