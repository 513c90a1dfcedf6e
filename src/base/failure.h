// What the world can do to us, as values.
//
// Every failure has a code, spelled `class.detail` ("ca.outcome-unknown"), and each code has, in
// Kyrgyz, Russian and English, a cause and a remedy that a clerk can act on. The one table of them
// is failures/*.def, a file for each class. A code is made (`fail(Code::x, …)`) in exactly one
// place of the sources, so that a code read out over the telephone points at one line;
// tests/house checks that. Surprises (bugs, no memory) are exceptions, caught at the edges.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga {

enum class Language { ky, ru, en };

// What the terminal's exit status will be (CONTRACT: 1 a rule refused, 2 wrong input, 3 the world).
enum class Blame { rule = 1, input = 2, world = 3 };

enum class Code {
#define KOLTAMGA_FAILURE(id, ...) id,
#include "base/failures/all.def"
#undef KOLTAMGA_FAILURE
};

using Texts = std::array<std::string, 3>; // one text in every language, by Language

// What a sentence of the table leaves open: "at most {megapixels} megapixels". A code's sentences
// name the same openings in every language, and whoever makes the failure fills all of them.
struct Filling {
    std::string name;
    Texts texts;
};
Filling filling(std::string name, const std::string& same_everywhere);

// Where in a file of the clerk's it went wrong. Shown to the person at the desk, and never logged:
// a file may be named after somebody. Lines and columns from 1; 0: the file as a whole.
struct Where {
    std::string file; // as the clerk named it; "-": standard input; empty: not known yet
    std::size_t line = 0, column = 0;
    std::string field = {}; // "[applicant] surname"
};

struct Failure {
    Code code;
    // For the engineer: what exactly, without personal data. Stable words first, figures after.
    std::string detail;
    std::vector<Filling> fillings = {};
    std::optional<Where> where = {};
};

struct FailureText {
    std::string_view cause;
    std::string_view remedy;
};

struct FailureDescription {
    Code code;
    std::string_view name; // "ca.outcome-unknown"
    Blame blame;
    std::array<FailureText, 3> texts; // by Language
};

// Makes a failure. The only spelling by which a code comes into being (see above).
inline Failure fail(Code code, std::string detail = {}, std::vector<Filling> fillings = {}) {
    return {code, std::move(detail), std::move(fillings), {}};
}

const FailureDescription& describe(Code code);
std::string_view name_of(Code code);
std::optional<Code> code_named(std::string_view name);
// As the table has it, openings and all.
FailureText text_for(Code code, Language language);

// What the clerk reads: the table's sentences with their openings filled.
struct FailureWords {
    std::string cause;
    std::string remedy;
};
FailureWords words_for(const Failure& failure, Language language);

// Every code there is, in the table's order.
std::span<const FailureDescription> all_failures();

} // namespace koltamga
