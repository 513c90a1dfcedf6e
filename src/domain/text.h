// Letters, for the few alphabets the trade needs. UTF-8 outside, code points inside.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace koltamga::domain {

// Nothing for what is not UTF-8 in its shortest form (no surrogates, nothing beyond U+10FFFF).
std::optional<std::u32string> code_points(std::string_view utf8);
std::string utf8(std::u32string_view points);

bool is_latin_capital(char32_t letter);    // A–Z
bool is_cyrillic_capital(char32_t letter); // А–Я, Ё, Ң, Ө, Ү

// The capital of a letter of these two alphabets; anything else stays.
char32_t capital(char32_t letter);

// Cyrillic letters that look like a Latin one, made Latin, and the other way round.
char32_t latin_look_alike(char32_t letter);
char32_t cyrillic_look_alike(char32_t letter);

// Typographic hyphens and apostrophes made plain ones; anything else stays.
char32_t plain_mark(char32_t mark);

// Without blanks at either end, and single blanks inside.
std::u32string single_blanks(std::u32string_view text);

} // namespace koltamga::domain
