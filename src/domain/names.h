// Names of people, in Latin as the certificate spells them and in Cyrillic as the papers do.
//
// Latin spelling of Kyrgyz names follows no one rule, so the Latin name is taken from the machine
// readable zone or the register, never made from the Cyrillic one. The two are compared loosely,
// and a difference is only a warning.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace koltamga::domain {

// UTF-8. Empty means not given.
struct Names {
    std::string surname;     // Latin, capitals
    std::string given_names; // Latin, capitals
    std::string surname_cyrillic;
    std::string given_names_cyrillic;
    std::string patronymic; // usually Cyrillic only
    bool operator==(const Names&) const = default;
};

constexpr std::size_t longest_name = 64; // letters, as X.520 bounds a common name

// One name, normalised: capitals, single blanks, the typographic hyphen and apostrophe made plain.
// Letters A–Z, and inside the name blank, hyphen and apostrophe. Fails with name_empty,
// name_too_long or name_letter (detail: the position, never the name).
Result<std::string> latin_name(std::string_view text);

// The same for Cyrillic (Russian letters and Ң Ө Ү); case is kept as given.
Result<std::string> cyrillic_name(std::string_view text);

// Whether a Latin name can be a spelling of a Cyrillic one (Ж = ZH, J or DJ; Ө = O or OE; …).
bool spells_loosely(std::string_view latin, std::string_view cyrillic);

// Whether two Latin names are the same but for case, blanks, hyphens, apostrophes, and spellings of
// one Cyrillic letter; also when one was cut off at the end of a machine readable zone.
bool same_loosely(std::string_view one, std::string_view other, bool one_cut_off = false);

// Whether two Cyrillic names are the same but for case, blanks, hyphens and Е/Ё.
bool same_cyrillic_loosely(std::string_view one, std::string_view other);

// The issuing authority as printed, look-alike letters of the other script put right:
// "MKK211011" and "МКК 211011" are both "МКК 211011"; "50-07" (card of 2004) stays. Nothing when it
// is neither.
std::optional<std::string> normalise_issuer(std::string_view text);

} // namespace koltamga::domain
