// The rows of the day's register, from the journal: every application at which somebody worked that
// day, as it stood at the day's end. So the register of a past day says the same for ever, but for
// records that have left the station since: of those it knows number, time and state alone.
#pragma once

#include "app/desk.h"
#include "domain/date.h"

namespace koltamga::app {

// Fails as reading the journal does.
Result<printing::DayRegisterRecord> day_register(Desk& desk, domain::Date day);

} // namespace koltamga::app
