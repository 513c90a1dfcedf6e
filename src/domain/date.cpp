#include "domain/date.h"

#include <array>
#include <cstdio>

namespace koltamga::domain {
namespace {

using std::chrono::sys_days;

std::optional<int> digits(std::string_view text) {
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        number = number * 10 + (c - '0');
    }
    return text.empty() ? std::nullopt : std::optional(number);
}

// A part of a partial date: nothing when malformed, an empty value when it is all `unknown`.
std::optional<std::optional<int>> part(std::string_view text, char unknown) {
    if (text.find_first_not_of(unknown) == std::string_view::npos) {
        return std::make_optional<std::optional<int>>(std::nullopt);
    }
    const auto number = digits(text);
    if (!number) {
        return std::nullopt;
    }
    return std::make_optional<std::optional<int>>(*number);
}

std::optional<unsigned> as_unsigned(std::optional<int> number) {
    return number ? std::optional(static_cast<unsigned>(*number)) : std::nullopt;
}

std::string padded(int number, int width) {
    std::array<char, 16> text{};
    const int length = std::snprintf(text.data(), text.size(), "%0*d", width, number);
    return {text.data(), static_cast<std::size_t>(length > 0 ? length : 0)};
}

template <class Number>
std::string part_text(std::optional<Number> number, int width, char unknown) {
    return number ? padded(static_cast<int>(*number), width)
                  : std::string(static_cast<std::size_t>(width), unknown);
}

} // namespace

std::optional<Date> Date::from(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    const bool ours = year >= 1 && year <= 9999 && month <= 12 && day <= 31 && date.ok();
    return ours ? std::optional(Date(date)) : std::nullopt;
}

std::optional<Date> Date::parse(std::string_view iso) {
    const auto partial = PartialDate::parse(iso);
    return partial ? partial->known() : std::nullopt;
}

std::optional<Date> Date::parse_clerk(std::string_view text) {
    if (text.size() != 10 || text[2] != '.' || text[5] != '.') {
        return std::nullopt;
    }
    const auto day = digits(text.substr(0, 2));
    const auto month = digits(text.substr(3, 2));
    const auto year = digits(text.substr(6, 4));
    if (!day || !month || !year) {
        return std::nullopt;
    }
    return from(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

std::string Date::iso() const {
    return PartialDate(*this).iso();
}

std::string Date::for_clerk() const {
    return PartialDate(*this).for_clerk();
}

Date Date::plus_days(int days) const {
    return Date(std::chrono::year_month_day(sys_days(day_) + std::chrono::days(days)));
}

PartialDate::PartialDate(Date known)
    : year_(known.year()), month_(known.month()), day_(known.day()) {}

std::optional<PartialDate> PartialDate::from(std::optional<int> year, std::optional<unsigned> month,
                                             std::optional<unsigned> day) {
    // 2000 and January give every day a chance when year or month is unknown.
    if (!Date::from(year.value_or(2000), month.value_or(1), day.value_or(1))) {
        return std::nullopt;
    }
    PartialDate date;
    date.year_ = year;
    date.month_ = month;
    date.day_ = day;
    return date;
}

std::optional<PartialDate> PartialDate::parse(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') {
        return std::nullopt;
    }
    const auto year = part(iso.substr(0, 4), 'X');
    const auto month = part(iso.substr(5, 2), 'X');
    const auto day = part(iso.substr(8, 2), 'X');
    if (!year || !month || !day) {
        return std::nullopt;
    }
    return from(*year, as_unsigned(*month), as_unsigned(*day));
}

std::optional<Date> PartialDate::known() const {
    return year_ && month_ && day_ ? Date::from(*year_, *month_, *day_) : std::nullopt;
}

std::optional<DateRange> PartialDate::range() const {
    if (!year_) {
        return std::nullopt;
    }
    std::optional<Date> earliest;
    std::optional<Date> latest;
    for (unsigned month = month_.value_or(1); month <= month_.value_or(12); ++month) {
        for (unsigned day = day_.value_or(1); day <= day_.value_or(31); ++day) {
            if (const auto date = Date::from(*year_, month, day)) {
                earliest = earliest ? earliest : date;
                latest = date;
            }
        }
    }
    return earliest ? std::optional(DateRange{*earliest, *latest}) : std::nullopt;
}

bool PartialDate::may_be(const PartialDate& other) const {
    const auto year = year_ ? year_ : other.year_;
    const auto month = month_ ? month_ : other.month_;
    const auto day = day_ ? day_ : other.day_;
    const bool agree = (!other.year_ || other.year_ == year) &&
                       (!other.month_ || other.month_ == month) &&
                       (!other.day_ || other.day_ == day);
    return agree && from(year, month, day);
}

std::string PartialDate::iso() const {
    return part_text(year_, 4, 'X') + '-' + part_text(month_, 2, 'X') + '-' +
           part_text(day_, 2, 'X');
}

std::string PartialDate::for_clerk() const {
    return part_text(day_, 2, 'X') + '.' + part_text(month_, 2, 'X') + '.' +
           part_text(year_, 4, 'X');
}

std::string PartialDate::mrz() const {
    const auto short_year =
        year_ ? part_text(std::optional(*year_ % 100), 2, '<') : std::string("<<");
    return short_year + part_text(month_, 2, '<') + part_text(day_, 2, '<');
}

Date anniversary(Date of, int years, LeapBirthday leap) {
    if (const auto date = Date::from(of.year() + years, of.month(), of.day())) {
        return *date;
    }
    // Only 29 February lacks its like in another year (years beyond 9999 aside).
    const auto march = Date::from(of.year() + years, 3, 1);
    if (!march) {
        return *Date::from(9999, 12, 31);
    }
    return leap == LeapBirthday::first_of_march ? *march : march->plus_days(-1);
}

int age_on(Date birth, Date day, LeapBirthday leap) {
    const int years = day.year() - birth.year();
    return day < anniversary(birth, years, leap) ? years - 1 : years;
}

Date civil_date(Instant instant, int utc_offset_minutes) {
    const auto local = instant + std::chrono::minutes(utc_offset_minutes);
    return Date(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(local)));
}

std::optional<PartialDate> birth_date_from_mrz(std::string_view yymmdd, Date reference) {
    if (yymmdd.size() != 6) {
        return std::nullopt;
    }
    const auto short_year = part(yymmdd.substr(0, 2), '<');
    const auto month = part(yymmdd.substr(2, 2), '<');
    const auto day = part(yymmdd.substr(4, 2), '<');
    if (!short_year || !month || !day) {
        return std::nullopt;
    }
    if (!*short_year) {
        return PartialDate::from(std::nullopt, as_unsigned(*month), as_unsigned(*day));
    }
    // The century of the reference, or the one before when the birth would lie in the future.
    const int century = reference.year() / 100 * 100;
    for (const int year : {century + **short_year, century - 100 + **short_year}) {
        const auto birth = PartialDate::from(year, as_unsigned(*month), as_unsigned(*day));
        const auto range = birth ? birth->range() : std::nullopt;
        if (range && range->earliest <= reference) {
            return birth;
        }
    }
    return std::nullopt;
}

std::optional<Date> expiry_date_from_mrz(std::string_view yymmdd, Date reference) {
    const auto number = yymmdd.size() == 6 ? digits(yymmdd) : std::nullopt;
    if (!number) {
        return std::nullopt;
    }
    const int nearest = reference.year() - 50;
    const int short_year = *number / 10000;
    const int year = nearest + ((short_year - nearest) % 100 + 100) % 100;
    return Date::from(year, static_cast<unsigned>(*number / 100 % 100),
                      static_cast<unsigned>(*number % 100));
}

} // namespace koltamga::domain
