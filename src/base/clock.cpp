#include "base/clock.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace koltamga {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 3> source_names = {"system", "centre", "doubtful"};
constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd.dddZ";

bool has_shape(std::string_view text) {
    if (text.size() != shape.size()) {
        return false;
    }
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i]) {
            return false;
        }
    }
    return true;
}

unsigned number(std::string_view text, std::size_t from, std::size_t length) {
    unsigned value = 0;
    std::from_chars(text.data() + from, text.data() + from + length, value);
    return value;
}

} // namespace

Instant SystemClock::now() const {
    return time_point_cast<milliseconds>(system_clock::now());
}

std::string to_text(Instant instant) {
    const auto day = floor<days>(instant);
    const year_month_day date(day);
    const hh_mm_ss time(instant - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count(),
                       time.subseconds().count());
}

std::optional<Instant> instant_from(std::string_view text) {
    if (!has_shape(text)) {
        return std::nullopt;
    }
    const year_month_day date(year(static_cast<int>(number(text, 0, 4))), month(number(text, 5, 2)),
                              day(number(text, 8, 2)));
    const auto hour = number(text, 11, 2);
    const auto minute = number(text, 14, 2);
    const auto second = number(text, 17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    return sys_days(date) + hours(hour) + minutes(minute) + seconds(second) +
           milliseconds(number(text, 20, 3));
}

std::string_view to_text(TimeSource source) {
    return source_names[static_cast<std::size_t>(source)];
}

std::optional<TimeSource> time_source_from(std::string_view text) {
    for (std::size_t i = 0; i < source_names.size(); ++i) {
        if (source_names[i] == text) {
            return static_cast<TimeSource>(i);
        }
    }
    return std::nullopt;
}

} // namespace koltamga
