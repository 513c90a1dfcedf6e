#include "crypto/utf8.h"

#include <array>

namespace koltamga::crypto {
namespace {

constexpr std::size_t none = 0;

std::size_t length_from_lead(std::uint8_t lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead < 0xe0) {
        return 2;
    }
    if (lead >= 0xe0 && lead < 0xf0) {
        return 3;
    }
    return lead >= 0xf0 && lead < 0xf5 ? 4 : none;
}

// RFC 3629: shortest form only, no surrogates, nothing above U+10FFFF.
bool is_well_formed(char32_t value, std::size_t octets) {
    constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
    return value >= least[octets] && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

} // namespace

CodePoint first_code_point(BytesView text) {
    const auto length = length_from_lead(text[0]);
    if (length == none || length > text.size()) {
        return {};
    }
    char32_t value = length == 1 ? text[0] : text[0] & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((text[i] & 0xc0U) != 0x80) {
            return {};
        }
        value = (value << 6U) | (text[i] & 0x3fU);
    }
    return is_well_formed(value, length) ? CodePoint{value, length} : CodePoint{};
}

bool is_utf8(BytesView text) {
    while (!text.empty()) {
        const auto point = first_code_point(text);
        if (point.octets == none) {
            return false;
        }
        text = text.subspan(point.octets);
    }
    return true;
}

} // namespace koltamga::crypto
