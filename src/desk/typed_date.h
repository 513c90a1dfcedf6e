// Dates as clerks type them.
#pragma once

#include "domain/date.h"

#include <optional>
#include <string_view>

namespace koltamga::desk {

// "22.11.2026", "22112026", "22 11 2026", "22/11/2026" or "22-11-2026". Nothing for anything else:
// a day is never guessed, and two digits are no year.
std::optional<domain::Date> typed_date(std::string_view text);

// The same, and what papers hold of people whose day of birth nobody wrote down: "XX.04.1961",
// "XX.XX.1961" (in either alphabet) or "1961".
std::optional<domain::PartialDate> typed_birth_date(std::string_view text);

} // namespace koltamga::desk
