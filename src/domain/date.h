// Legal dates: days of the calendar, not instants.
//
// A Date always exists. A PartialDate is what papers hold of people whose day or month of birth
// nobody wrote down: "1961-XX-XX" in files, "61<<<<" in a machine readable zone. Whoever needs one
// day from it asks for the earliest and the latest it can be, never for a guess.
#pragma once

#include "base/clock.h"

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace koltamga::domain {

class Date {
  public:
    Date() : day_(std::chrono::January / 1 / 1970) {} // for structures that are filled later
    // Nothing when there is no such day. Years 1 to 9999.
    static std::optional<Date> from(int year, unsigned month, unsigned day);
    // Exactly "2026-11-22".
    static std::optional<Date> parse(std::string_view iso);
    // Exactly "22.11.2026", the way dates are written and typed at the desk.
    static std::optional<Date> parse_clerk(std::string_view text);

    int year() const { return static_cast<int>(day_.year()); }
    unsigned month() const { return static_cast<unsigned>(day_.month()); }
    unsigned day() const { return static_cast<unsigned>(day_.day()); }

    std::string iso() const;       // 2026-11-22
    std::string for_clerk() const; // 22.11.2026

    // So many days later; earlier when negative.
    Date plus_days(int days) const;

    auto operator<=>(const Date&) const = default;

  private:
    explicit Date(std::chrono::year_month_day day) : day_(day) {}
    std::chrono::year_month_day day_;
    friend Date civil_date(Instant, int);
};

// The first day and the last day that a PartialDate can mean.
struct DateRange {
    Date earliest;
    Date latest;
    bool operator==(const DateRange&) const = default;
};

class PartialDate {
  public:
    PartialDate(Date known); // NOLINT implicit: a known date is the usual case
    // Nothing when no day of the calendar fits (31 February, month 13).
    static std::optional<PartialDate> from(std::optional<int> year, std::optional<unsigned> month,
                                           std::optional<unsigned> day);
    // "1961-04-12", "1961-XX-XX", "1961-04-XX", "XXXX-XX-XX".
    static std::optional<PartialDate> parse(std::string_view iso);

    std::optional<int> year() const { return year_; }
    std::optional<unsigned> month() const { return month_; }
    std::optional<unsigned> day() const { return day_; }

    // The day itself, when nothing is unknown.
    std::optional<Date> known() const;
    // Nothing when even the year is unknown.
    std::optional<DateRange> range() const;
    // Whether the two can be the same day; an unknown part fits every value.
    bool may_be(const PartialDate& other) const;

    std::string iso() const;       // 1961-XX-XX
    std::string for_clerk() const; // XX.XX.1961
    std::string mrz() const;       // 61<<<<

    bool operator==(const PartialDate&) const = default;

  private:
    PartialDate() = default;
    std::optional<int> year_;
    std::optional<unsigned> month_;
    std::optional<unsigned> day_;
};

// When somebody born on 29 February reaches an age in a common year.
enum class LeapBirthday { first_of_march, last_of_february };

// The anniversary of a day, `years` later.
Date anniversary(Date of, int years, LeapBirthday leap);

// Completed years on `day`; negative before birth.
int age_on(Date birth, Date day, LeapBirthday leap);

// The date of an instant at an office so many minutes east of Greenwich (Bishkek: 360).
Date civil_date(Instant instant, int utc_offset_minutes);

// The six characters of a date of birth in a machine readable zone (YYMMDD, `<` for unknown). The
// century is the latest that does not put the birth after `reference`.
std::optional<PartialDate> birth_date_from_mrz(std::string_view yymmdd, Date reference);

// The same for a date of expiry, all digits: the year nearest to `reference`; of two that are fifty
// years off, the one that is past.
std::optional<Date> expiry_date_from_mrz(std::string_view yymmdd, Date reference);

} // namespace koltamga::domain
