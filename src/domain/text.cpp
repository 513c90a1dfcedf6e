#include "domain/text.h"

#include <array>
#include <utility>

namespace koltamga::domain {
namespace {

using Pair = std::pair<char32_t, char32_t>;

// Cyrillic, and the Latin capital it cannot be told from in print.
constexpr std::array<Pair, 14> look_alikes = {{{U'А', U'A'},
                                               {U'В', U'B'},
                                               {U'Е', U'E'},
                                               {U'К', U'K'},
                                               {U'М', U'M'},
                                               {U'Н', U'H'},
                                               {U'О', U'O'},
                                               {U'Р', U'P'},
                                               {U'С', U'C'},
                                               {U'Т', U'T'},
                                               {U'У', U'Y'},
                                               {U'Х', U'X'},
                                               {U'І', U'I'},
                                               {U'Ј', U'J'}}};

struct Lead {
    std::size_t length;
    char32_t bits;
    char32_t smallest; // what a sequence of this length must at least spell
};

std::optional<Lead> lead_of(unsigned char octet) {
    if (octet < 0x80) {
        return Lead{1, octet, 0};
    }
    if ((octet & 0xE0U) == 0xC0) {
        return Lead{2, octet & 0x1FU, 0x80};
    }
    if ((octet & 0xF0U) == 0xE0) {
        return Lead{3, octet & 0x0FU, 0x800};
    }
    if ((octet & 0xF8U) == 0xF0) {
        return Lead{4, octet & 0x07U, 0x10000};
    }
    return std::nullopt;
}

std::optional<char32_t> next_point(std::string_view text, std::size_t& at) {
    const auto lead = lead_of(static_cast<unsigned char>(text[at]));
    if (!lead || text.size() - at < lead->length) {
        return std::nullopt;
    }
    char32_t point = lead->bits;
    for (std::size_t i = 1; i < lead->length; ++i) {
        const auto octet = static_cast<unsigned char>(text[at + i]);
        if ((octet & 0xC0U) != 0x80) {
            return std::nullopt;
        }
        point = point << 6U | (octet & 0x3FU);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < lead->smallest || surrogate || point > 0x10FFFF) {
        return std::nullopt;
    }
    at += lead->length;
    return point;
}

void append_tail(std::string& text, char32_t point, unsigned octets) {
    for (unsigned left = octets; left-- > 0;) {
        text += static_cast<char>(0x80U | (point >> (6 * left) & 0x3FU));
    }
}

} // namespace

std::optional<std::u32string> code_points(std::string_view utf8) {
    std::u32string points;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto point = next_point(utf8, at);
        if (!point) {
            return std::nullopt;
        }
        points += *point;
    }
    return points;
}

std::string utf8(std::u32string_view points) {
    std::string text;
    for (const char32_t point : points) {
        if (point < 0x80) {
            text += static_cast<char>(point);
        } else if (point < 0x800) {
            text += static_cast<char>(0xC0U | point >> 6U);
            append_tail(text, point, 1);
        } else if (point < 0x10000) {
            text += static_cast<char>(0xE0U | point >> 12U);
            append_tail(text, point, 2);
        } else {
            text += static_cast<char>(0xF0U | point >> 18U);
            append_tail(text, point, 3);
        }
    }
    return text;
}

bool is_latin_capital(char32_t letter) {
    return letter >= U'A' && letter <= U'Z';
}

bool is_cyrillic_capital(char32_t letter) {
    return (letter >= U'А' && letter <= U'Я') || letter == U'Ё' || letter == U'Ң' ||
           letter == U'Ө' || letter == U'Ү';
}

char32_t capital(char32_t letter) {
    if (letter >= U'a' && letter <= U'z') {
        return letter - U'a' + U'A';
    }
    if (letter >= U'а' && letter <= U'я') {
        return letter - U'а' + U'А';
    }
    switch (letter) {
    case U'ё':
        return U'Ё';
    case U'ң':
        return U'Ң';
    case U'ө':
        return U'Ө';
    case U'ү':
        return U'Ү';
    case U'і':
        return U'І';
    default:
        return letter;
    }
}

char32_t latin_look_alike(char32_t letter) {
    for (const auto& [cyrillic, latin] : look_alikes) {
        if (letter == cyrillic) {
            return latin;
        }
    }
    return letter;
}

char32_t cyrillic_look_alike(char32_t letter) {
    for (const auto& [cyrillic, latin] : look_alikes) {
        if (letter == latin) {
            return cyrillic;
        }
    }
    return letter;
}

char32_t plain_mark(char32_t mark) {
    switch (mark) {
    case U'\u2010': // hyphen
    case U'\u2011': // non-breaking hyphen
    case U'\u2013': // en dash
        return U'-';
    case U'\u2018': // quotation marks
    case U'\u2019':
    case U'\u02BC': // modifier apostrophe
    case U'`':
        return U'\'';
    case U'\u00A0': // no-break space
        return U' ';
    default:
        return mark;
    }
}

std::u32string single_blanks(std::u32string_view text) {
    std::u32string out;
    for (const char32_t c : text) {
        if (c != U' ' || (!out.empty() && out.back() != U' ')) {
            out += c;
        }
    }
    if (!out.empty() && out.back() == U' ') {
        out.pop_back();
    }
    return out;
}

} // namespace koltamga::domain
