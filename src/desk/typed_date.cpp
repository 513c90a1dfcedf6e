#include "desk/typed_date.h"

#include <algorithm>
#include <string>

namespace koltamga::desk {
namespace {

constexpr std::string_view unknown_part = "XX";

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

// Cyrillic ha and small letters are what an X is typed as.
std::string with_latin_x(std::string_view text) {
    std::string plain(text);
    for (const std::string_view alike : {"Х", "х", "x"}) {
        for (auto at = plain.find(alike); at != std::string::npos; at = plain.find(alike)) {
            plain.replace(at, alike.size(), "X");
        }
    }
    return plain;
}

// Day, month and year with points between them: "22.11.2026".
std::string with_points(std::string_view text) {
    std::string points(text);
    if (points.size() == 8 && all_digits(points)) {
        return points.substr(0, 2) + '.' + points.substr(2, 2) + '.' + points.substr(4);
    }
    std::ranges::replace_if(
        points, [](char one) { return one == ' ' || one == '/' || one == '-'; }, '.');
    return points;
}

// "22", or unknown (nothing); whether it is one of these.
bool read_part(std::string_view text, std::optional<unsigned>& into) {
    if (text.size() == 2 && all_digits(text)) {
        into = static_cast<unsigned>(std::stoul(std::string(text)));
    }
    return into || text == unknown_part;
}

std::optional<domain::PartialDate> with_unknown_parts(const std::string& text) {
    if (text.size() != 10 || text[2] != '.' || text[5] != '.' || !all_digits(text.substr(6))) {
        return std::nullopt;
    }
    std::optional<unsigned> day;
    std::optional<unsigned> month;
    const bool both = read_part(text.substr(0, 2), day) && read_part(text.substr(3, 2), month);
    return both ? domain::PartialDate::from(std::stoi(text.substr(6)), month, day) : std::nullopt;
}

} // namespace

std::optional<domain::Date> typed_date(std::string_view text) {
    return domain::Date::parse_clerk(with_points(text));
}

std::optional<domain::PartialDate> typed_birth_date(std::string_view text) {
    if (text.size() == 4 && all_digits(text)) {
        return domain::PartialDate::from(std::stoi(std::string(text)), {}, {});
    }
    if (const auto known = typed_date(text)) {
        return domain::PartialDate(*known);
    }
    return with_unknown_parts(with_points(with_latin_x(text)));
}

} // namespace koltamga::desk
