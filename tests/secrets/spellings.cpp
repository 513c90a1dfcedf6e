#include "tests/secrets/spellings.h"

#include <cstdint>

namespace koltamga::secrets {
namespace {

constexpr const char* lower_digits = "0123456789abcdef";
constexpr const char* upper_digits = "0123456789ABCDEF";

unsigned octet_at(const std::string& text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

// Bits from `first` on, six of them, as a number; zeros beyond the end.
unsigned six_bits(const std::string& octets, std::size_t first) {
    unsigned value = 0;
    for (std::size_t bit = first; bit < first + 6; ++bit) {
        const bool set =
            bit / 8 < octets.size() && ((octet_at(octets, bit / 8) >> (7 - bit % 8)) & 1U) != 0;
        value = value * 2 + (set ? 1 : 0);
    }
    return value;
}

} // namespace

std::u16string code_units(const std::string& utf8) {
    std::u16string units;
    for (std::size_t at = 0; at < utf8.size();) {
        const unsigned first = octet_at(utf8, at);
        const std::size_t more = first < 0x80 ? 0 : first < 0xe0 ? 1 : 2;
        unsigned code = more == 0 ? first : first & (more == 1 ? 0x1fU : 0x0fU);
        for (std::size_t i = 1; i <= more && at + i < utf8.size(); ++i) {
            code = (code << 6U) + (octet_at(utf8, at + i) & 0x3fU);
        }
        units.push_back(static_cast<char16_t>(code));
        at += 1 + more;
    }
    return units;
}

std::string utf16(const std::string& utf8, bool little_endian) {
    std::string octets;
    for (const auto unit : code_units(utf8)) {
        const auto high = static_cast<char>(unit >> 8U);
        const auto low = static_cast<char>(unit & 0xffU);
        octets += little_endian ? low : high;
        octets += little_endian ? high : low;
    }
    return octets;
}

std::string hexadecimal(const std::string& octets, bool upper) {
    const auto* digits = upper ? upper_digits : lower_digits;
    std::string text;
    for (std::size_t at = 0; at < octets.size(); ++at) {
        text += digits[octet_at(octets, at) >> 4U];
        text += digits[octet_at(octets, at) & 15U];
    }
    return text;
}

std::array<std::string, 3> base64_cores(const std::string& octets, bool for_addresses) {
    std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    letters += for_addresses ? "-_" : "+/";
    std::array<std::string, 3> cores;
    for (std::size_t before = 0; before < cores.size(); ++before) {
        const std::string whole = std::string(before, '\0') + octets;
        const std::size_t first = (before * 8 + 5) / 6; // the first letter that is all ours
        for (std::size_t letter = first; (letter + 1) * 6 <= whole.size() * 8; ++letter) {
            cores[before] += letters[six_bits(whole, letter * 6)];
        }
    }
    return cores;
}

std::string escaped_for_json(const std::string& utf8) {
    std::string text;
    for (const auto unit : code_units(utf8)) {
        if (unit < 0x80) {
            text += static_cast<char>(unit);
            continue;
        }
        const std::string octets = {static_cast<char>(unit >> 8U), static_cast<char>(unit & 0xffU)};
        text += "\\u" + hexadecimal(octets, false);
    }
    return text;
}

std::string escaped_for_address(const std::string& utf8) {
    std::string text;
    for (const char letter : utf8) {
        const auto octet = static_cast<unsigned char>(letter);
        const bool plain = (octet >= '0' && octet <= '9') || (octet >= 'A' && octet <= 'Z') ||
                           (octet >= 'a' && octet <= 'z') || letter == '-' || letter == '.';
        text += plain ? std::string(1, letter) : "%" + hexadecimal(std::string(1, letter), true);
    }
    return text;
}

} // namespace koltamga::secrets
