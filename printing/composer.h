// The grid that every paper stands on: a column of labels and headings at the left, what they
// speak of at the right; in two languages, clauses in two equal columns.
#pragma once

#include "printing/page_layout.h"
#include "printing/template.h"
#include "printing/typesetter.h"

#include <string>
#include <string_view>
#include <vector>

namespace koltamga::printing {

// One side of the lines at the foot: who signs.
struct Signatory {
    Texts heading;
    Texts name;
    Texts under; // small, below the name; may be empty
};

class Composer {
  public:
    Composer(const Typesetter& typesetter, const Template& wording,
             std::vector<Language> languages);

    // The eyebrow stands above the title: who issues at the left, where and when at the right.
    void title(const Texts& issuer, const Texts& place, const std::string& date);
    void practice_note();
    void paragraph(const Texts& text);

    // A group of labelled values. The portrait, if there is one, stands at its right.
    void group(const Texts& heading, BytesView portrait = {});
    void field(std::string_view label, const std::string& value, Style style = Style::value);
    void field(const Texts& label, const std::string& value, Style style = Style::value);
    void end_group();

    void terms(const Fillings& fillings);
    void signatures(const Signatory& left, const Signatory& right);

    // A text in the paper's languages: once if they say the same, else divided by a slash.
    std::string joined(const Texts& texts) const;
    std::string joined(std::string_view path) const { return joined(wording_.text(path)); }

    bool bilingual() const { return languages_.size() > 1; }
    Language first_language() const { return languages_.front(); }
    std::vector<Row> take() { return std::move(rows_); }

  private:
    double label_width() const { return bilingual() ? 150 : 118; }
    double column(std::size_t index) const;
    double column_width() const;
    TextLayout text(const std::string& words, Style style, double width,
                    Side side = Side::left) const;
    Row& row(double before);
    void add(Row& row, double x, TextLayout text, const char* tag, Ink ink = Ink::black);
    void side_by_side(const Texts& texts, Style style, double before, const char* tag,
                      Ink ink = Ink::black);
    void section(const Section& section, std::size_t number, const Fillings& fillings);
    void clause(Row& row, const std::string& number, const Texts& words);
    void signature_lines(const Signatory& left, const Signatory& right);

    const Typesetter& typesetter_;
    const Template& wording_;
    std::vector<Language> languages_;
    std::vector<Row> rows_;
    double beside_portrait_ = 0; // how much of the portrait's height is still to be passed
};

} // namespace koltamga::printing
