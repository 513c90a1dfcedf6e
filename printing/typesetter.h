// Sets text: a string and a style in, lines of glyphs out. All measures are points (1/72 inch).
#pragma once

#include "base/result.h"
#include "printing/handles.h"

#include <string_view>

namespace koltamga::printing {

// The few ways in which our papers set text.
enum class Style {
    title,
    narrow_title,
    subtitle,
    heading, // of a section
    body,    // the terms
    narrow,  // the terms where two languages stand side by side
    dense_body,
    dense_narrow,
    number, // of a clause
    label,
    value,
    strong, // the applicant's name
    code,   // PIN, fingerprints: fixed pitch
    cell,   // of a table
    cell_code,
    small,
    footer,
    watermark,
};

enum class Side { left, right };

// Holds the fonts: PT Serif, PT Sans and PT Mono, DejaVu for letters they lack, nothing of the
// machine's own choosing. One thread at a time.
class Typesetter {
  public:
    static Result<Typesetter> make();

    // Lines no wider than `width`; a word that is wider is broken where it must be.
    TextLayout set(std::string_view text, Style style, Language language, double width,
                   Side side = Side::left) const;

    // The first line keeps its number, the others stand `indent` in from it, as does what follows
    // the number's tab.
    TextLayout set_hanging(std::string_view number, std::string_view text, Style style,
                           Language language, double width, double indent) const;

  private:
    FontConfiguration configuration_;
    FontMap fonts_;
    TextContext context_;
};

double height_of(const TextLayout& text);
double width_of(const TextLayout& text);
// From the top to the first line's baseline.
double baseline_of(const TextLayout& text);

} // namespace koltamga::printing
