#include "base/clock.h"

#include <array>
#include <charconv>

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

// By hand: verifying a journal does this twice for each entry.
void write_digits(std::string& text, std::size_t from, std::size_t count, std::int64_t value) {
    for (std::size_t at = from + count; at-- > from; value /= 10) {
        text[at] = static_cast<char>('0' + value % 10);
    }
}

} // namespace

Instant SystemClock::now() const {
    return time_point_cast<milliseconds>(system_clock::now());
}

std::string to_text(Instant instant) {
    const auto day = floor<days>(instant);
    const year_month_day date(day);
    const hh_mm_ss time(instant - day);
    const int year = static_cast<int>(date.year());
    std::string text(shape);
    write_digits(text, 5, 2, static_cast<unsigned>(date.month()));
    write_digits(text, 8, 2, static_cast<unsigned>(date.day()));
    write_digits(text, 11, 2, time.hours().count());
    write_digits(text, 14, 2, time.minutes().count());
    write_digits(text, 17, 2, time.seconds().count());
    write_digits(text, 20, 3, time.subseconds().count());
    if (year < 0 || year > 9999) { // no text of ours, and refused as such when it is read
        return std::to_string(year) + text.substr(4);
    }
    write_digits(text, 0, 4, year);
    return text;
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
