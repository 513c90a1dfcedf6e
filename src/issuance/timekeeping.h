// How far the station's clock may be trusted.
#pragma once

#include "base/clock.h"
#include "issuance/policy.h"

namespace koltamga::issuance {

// Doubtful when the clock stands before what the journal already holds by more than the tolerance,
// or so far after it that no office is closed that long. Nothing to compare with: trusted.
TimeSource judge_clock(Instant now, const std::optional<Instant>& last_known,
                       const ClockTolerance& tolerance);

} // namespace koltamga::issuance
