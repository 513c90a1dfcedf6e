#include "domain/names.h"

#include "domain/text.h"

#include <array>
#include <span>
#include <utility>
#include <vector>

namespace koltamga::domain {
namespace {

Failure bad_letter(std::size_t position) {
    return fail(Code::name_letter, "position " + std::to_string(position));
}

bool is_mark(char32_t c) {
    return c == U' ' || c == U'-' || c == U'\'';
}

// Letters by `is_letter`, marks only between letters.
template <class IsLetter>
std::optional<std::size_t> first_wrong(std::u32string_view name, IsLetter is_letter) {
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool inside = i > 0 && i + 1 < name.size() && !is_mark(name[i - 1]);
        if (!is_letter(capital(name[i])) && !(is_mark(name[i]) && inside)) {
            return i;
        }
    }
    return std::nullopt;
}

template <class IsLetter>
Result<std::u32string> checked_name(std::string_view text, IsLetter is_letter) {
    const auto points = code_points(text);
    if (!points) {
        return bad_letter(0);
    }
    std::u32string plain;
    for (const char32_t c : *points) {
        plain += plain_mark(c);
    }
    auto name = single_blanks(plain);
    if (name.empty()) {
        return fail(Code::name_empty);
    }
    if (name.size() > longest_name) {
        return fail(Code::name_too_long, "letters " + std::to_string(name.size()));
    }
    if (const auto wrong = first_wrong(name, is_letter)) {
        return bad_letter(*wrong + 1);
    }
    return name;
}

// Capitals without marks: what comparisons look at.
std::u32string letters_of(std::string_view text) {
    std::u32string letters;
    for (const char32_t c : code_points(text).value_or(std::u32string())) {
        if (!is_mark(plain_mark(c))) {
            letters += capital(c);
        }
    }
    return letters;
}

struct Spellings {
    char32_t cyrillic;
    std::vector<std::u32string_view> latin;
};

// How passports spell each letter: three decades of differing rules, all of them in use.
const std::vector<Spellings>& spellings() {
    static const std::vector<Spellings> table = {
        {U'А', {U"A"}},
        {U'Б', {U"B"}},
        {U'В', {U"V", U"W"}},
        {U'Г', {U"G", U"GH"}},
        {U'Д', {U"D"}},
        {U'Е', {U"E", U"YE", U"IE", U"JE"}},
        {U'Ё', {U"E", U"YO", U"IO", U"JO"}},
        {U'Ж', {U"ZH", U"J", U"DJ", U"DZH"}},
        {U'З', {U"Z"}},
        {U'И', {U"I", U"Y"}},
        {U'Й', {U"I", U"Y", U"J", U""}},
        {U'К', {U"K", U"C", U"Q"}},
        {U'Л', {U"L"}},
        {U'М', {U"M"}},
        {U'Н', {U"N"}},
        {U'Ң', {U"N", U"NG"}},
        {U'О', {U"O"}},
        {U'Ө', {U"O", U"OE"}},
        {U'П', {U"P"}},
        {U'Р', {U"R"}},
        {U'С', {U"S"}},
        {U'Т', {U"T"}},
        {U'У', {U"U", U"OU"}},
        {U'Ү', {U"U", U"UE", U"Y"}},
        {U'Ф', {U"F", U"PH"}},
        {U'Х', {U"KH", U"H", U"X"}},
        {U'Ц', {U"TS", U"C", U"TC"}},
        {U'Ч', {U"CH", U"TCH"}},
        {U'Ш', {U"SH"}},
        {U'Щ', {U"SHCH", U"SCH", U"SH"}},
        {U'Ъ', {U"", U"IE"}},
        {U'Ы', {U"Y", U"I"}},
        {U'Ь', {U""}},
        {U'Э', {U"E"}},
        {U'Ю', {U"IU", U"YU", U"U", U"JU"}},
        {U'Я', {U"IA", U"YA", U"A", U"JA"}},
    };
    return table;
}

std::span<const std::u32string_view> spellings_of(char32_t cyrillic) {
    for (const auto& row : spellings()) {
        if (row.cyrillic == cyrillic) {
            return row.latin;
        }
    }
    return {};
}

// From the places in `latin` reached so far to those reached after one more Cyrillic letter.
std::vector<bool> step(const std::vector<bool>& reached, std::u32string_view latin,
                       char32_t letter) {
    std::vector<bool> next(reached.size(), false);
    for (std::size_t at = 0; at < reached.size(); ++at) {
        for (const auto spelling : spellings_of(letter)) {
            if (reached[at] && latin.substr(at, spelling.size()) == spelling) {
                next[at + spelling.size()] = true;
            }
        }
    }
    return next;
}

void replace_all(std::u32string& text, std::u32string_view what, std::u32string_view by) {
    for (auto at = text.find(what); at != std::u32string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), by);
        at += by.size();
    }
}

// One spelling for all the spellings of a name: ZHUMABEK, JUMABEK and DJUMABEK fold alike.
std::u32string folded(std::u32string letters) {
    using Rule = std::pair<std::u32string_view, std::u32string_view>;
    constexpr std::array<Rule, 15> rules = {{{U"DZH", U"I"},
                                             {U"ZH", U"I"},
                                             {U"DJ", U"I"},
                                             {U"J", U"I"},
                                             {U"Y", U"I"},
                                             {U"II", U"I"},
                                             {U"IU", U"U"},
                                             {U"IA", U"A"},
                                             {U"IO", U"O"},
                                             {U"IE", U"E"},
                                             {U"OE", U"O"},
                                             {U"UE", U"U"},
                                             {U"NG", U"N"},
                                             {U"KH", U"H"},
                                             {U"SCH", U"SH"}}};
    for (const auto& [what, by] : rules) {
        replace_all(letters, what, by);
    }
    return letters;
}

bool begins_like(const std::u32string& start, const std::u32string& whole) {
    return !start.empty() && whole.substr(0, start.size()) == start;
}

bool is_issuer_number(std::u32string_view text) {
    constexpr std::u32string_view prefix = U"МКК";
    return text.size() == 9 && text.substr(0, 3) == prefix &&
           text.find_first_not_of(U"0123456789", 3) == std::u32string_view::npos;
}

bool is_issuer_of_2004(std::u32string_view text) {
    return text.size() == 5 && text[2] == U'-' &&
           text.find_first_not_of(U"0123456789-") == std::u32string_view::npos &&
           text.rfind(U'-') == 2 && text.find(U'-') == 2;
}

} // namespace

Result<std::string> latin_name(std::string_view text) {
    KOLTAMGA_TRY(auto name, checked_name(text, is_latin_capital));
    for (auto& c : name) {
        c = capital(c);
    }
    return utf8(name);
}

Result<std::string> cyrillic_name(std::string_view text) {
    KOLTAMGA_TRY(const auto name, checked_name(text, is_cyrillic_capital));
    return utf8(name);
}

bool spells_loosely(std::string_view latin, std::string_view cyrillic) {
    const auto latin_letters = letters_of(latin);
    std::vector<bool> reached(latin_letters.size() + 1, false);
    reached.front() = true;
    for (const char32_t letter : letters_of(cyrillic)) {
        reached = step(reached, latin_letters, letter);
    }
    return reached.back();
}

bool same_loosely(std::string_view one, std::string_view other, bool one_cut_off) {
    const auto a = letters_of(one);
    const auto b = letters_of(other);
    if (a == b || folded(a) == folded(b)) {
        return true;
    }
    return one_cut_off && (begins_like(a, b) || begins_like(folded(a), folded(b)));
}

bool same_cyrillic_loosely(std::string_view one, std::string_view other) {
    auto a = letters_of(one);
    auto b = letters_of(other);
    replace_all(a, U"Ё", U"Е");
    replace_all(b, U"Ё", U"Е");
    return a == b;
}

std::optional<std::string> normalise_issuer(std::string_view text) {
    std::u32string compact;
    for (const char32_t c : code_points(text).value_or(std::u32string())) {
        if (plain_mark(c) != U' ') {
            compact += cyrillic_look_alike(capital(plain_mark(c)));
        }
    }
    if (is_issuer_of_2004(compact)) {
        return utf8(compact);
    }
    if (is_issuer_number(compact)) {
        return utf8(compact.substr(0, 3) + U' ' + compact.substr(3));
    }
    return std::nullopt;
}

} // namespace koltamga::domain
