#include "issuance/timekeeping.h"

namespace koltamga::issuance {

TimeSource judge_clock(Instant now, const std::optional<Instant>& last_known,
                       const ClockTolerance& tolerance) {
    if (!last_known) {
        return TimeSource::system;
    }
    const bool set_back = now + tolerance.set_back < *last_known;
    const bool far_forward = now > *last_known + tolerance.forward;
    return set_back || far_forward ? TimeSource::doubtful : TimeSource::system;
}

} // namespace koltamga::issuance
