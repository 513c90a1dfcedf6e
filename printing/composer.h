// The grid that every paper stands on: a column of labels and headings at the left, what they
// speak of at the right; in two languages, clauses in two equal columns.
#pragma once

#include "printing/page_layout.h"
#include "printing/template.h"
#include "printing/typesetter.h"

#include <optional>
#include <span>
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

// Of a table; the last takes what is left of the measure.
struct Column {
    double width = 0;
    std::string_view heading; // where the wording says it
};

struct TableCell {
    std::string text;
    Style style = Style::cell;
};

class Composer {
  public:
    Composer(const Typesetter& typesetter, const Template& wording,
             std::vector<Language> languages);

    // The eyebrow stands above the title: who issues at the left, where and when at the right.
    void title(const Texts& issuer, const Texts& place, const std::string& date);
    void practice_note();
    void paragraph(const Texts& text);

    // A group of labelled values, at whose right stands nothing, a portrait or a QR code.
    void group(const Texts& heading);
    void group_beside_portrait(const Texts& heading, BytesView portrait);
    void group_beside_code(const Texts& heading, QrCode code);
    void field(std::string_view label, const std::string& value, Style style = Style::value);
    void field(const Texts& label, const std::string& value, Style style = Style::value);
    void end_group();

    // One line for each row, under headings that come again on every page.
    void table(std::span<const Column> columns);
    void table_row(const std::vector<TableCell>& cells);
    void end_table();

    // Numbered clauses under a heading; the template's own, from that number on.
    void section(const Section& section, std::size_t number);
    void terms(const Fillings& fillings, std::size_t first_number = 1);
    void signatures(const Signatory& left, const Signatory& right);

    // A text in the paper's languages: once if they say the same, else divided by a slash.
    std::string joined(const Texts& texts) const;
    std::string joined(std::string_view path) const { return joined(wording_.text(path)); }

    bool bilingual() const { return languages_.size() > 1; }
    Language first_language() const { return languages_.front(); }
    std::vector<Row> take() { return std::move(rows_); }

  private:
    double label_width() const { return bilingual() ? 150 : 118; }
    Style terms_style() const;
    double terms_indent() const;
    double column(std::size_t index) const;
    double column_width() const;
    TextLayout text(const std::string& words, Style style, double width,
                    Side side = Side::left) const;
    Row& row(double before);
    Row& heading(const Texts& words);
    void underline(Row& heading, double width);
    void leave_room_beside(Row& heading, double width, double height);
    void add(Row& row, double x, TextLayout text, const char* tag, Ink ink = Ink::black);
    void side_by_side(const Texts& texts, Style style, double before, const char* tag,
                      Ink ink = Ink::black);
    void table_line(std::vector<TextLayout> texts, const char* tag, Ink ink);
    void clause(Row& row, const std::string& number, const Texts& words);
    void signature_lines(const Signatory& left, const Signatory& right);

    const Typesetter& typesetter_;
    const Template& wording_;
    std::vector<Language> languages_;
    std::vector<Row> rows_;
    std::vector<Column> columns_;
    std::optional<std::size_t> table_head_;
    double beside_width_ = 0;  // of what stands at a group's right
    double beside_height_ = 0; // how much of its height is still to be passed
};

} // namespace koltamga::printing
