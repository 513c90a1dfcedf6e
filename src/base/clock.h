// Time, and how far it may be trusted.
//
// Instants are UTC, to the millisecond. The order of things comes from the journal's sequence;
// time is testimony. A doubtful clock never stops the work: verdicts under it are provisional.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace koltamga {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// Where an entry's time came from.
enum class TimeSource {
    system,   // the machine's clock, nothing speaks against it
    centre,   // agrees with a time the centre signed lately
    doubtful, // set back, far forward, or never confirmed against what the journal already holds
};

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

// A clock that stands where it is put: for tests and for replaying a decision.
class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant instant) : instant_(instant) {}
    Instant now() const override { return instant_; }
    void set(Instant instant) { instant_ = instant; }
    void advance(std::chrono::milliseconds by) { instant_ += by; }

  private:
    Instant instant_;
};

// "2026-11-22T09:41:07.123Z", always this form; the way back refuses any other.
std::string to_text(Instant instant);
std::optional<Instant> instant_from(std::string_view text);

std::string_view to_text(TimeSource source); // "system", "centre", "doubtful"
std::optional<TimeSource> time_source_from(std::string_view text);

} // namespace koltamga
