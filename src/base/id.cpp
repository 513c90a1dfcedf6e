#include "base/id.h"

namespace koltamga {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t letters = 16;
constexpr std::size_t group = 4;

char canonical(char typed) {
    if (typed >= 'a' && typed <= 'z') {
        typed = static_cast<char>(typed - 'a' + 'A');
    }
    if (typed == 'O') {
        return '0';
    }
    return typed == 'I' || typed == 'L' ? '1' : typed;
}

std::string in_groups(std::string_view spelled) {
    std::string text;
    for (std::size_t i = 0; i < spelled.size(); ++i) {
        if (i != 0 && i % group == 0) {
            text += '-';
        }
        text += spelled[i];
    }
    return text;
}

} // namespace

std::string spell_id(std::span<const std::uint8_t, 10> octets) {
    std::string spelled;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const auto octet : octets) {
        buffer = (buffer << 8U) | octet;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            spelled += alphabet[(buffer >> bits) & 31U];
        }
    }
    return in_groups(spelled);
}

std::optional<std::string> normalise_id(std::string_view text) {
    std::string spelled;
    for (const char typed : text) {
        if (typed == '-') {
            continue;
        }
        const char letter = canonical(typed);
        if (alphabet.find(letter) == std::string_view::npos || spelled.size() == letters) {
            return std::nullopt;
        }
        spelled += letter;
    }
    return spelled.size() == letters ? std::optional(in_groups(spelled)) : std::nullopt;
}

} // namespace koltamga
