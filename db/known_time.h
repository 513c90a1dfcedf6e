// The newest instant this station has reason to believe: no clock may stand before it.
#pragma once

#include "db/connection.h"

#include "base/clock.h"

#include <optional>

namespace koltamga::db {

// The time of the last entry written under a clock nobody doubted; but what the centre has
// receipted counts with the centre's time, so that a clock that once ran ahead is forgiven with
// the next receipt. Nothing in a journal without either.
Result<std::optional<Instant>> last_known_time(Connection& connection);

} // namespace koltamga::db
