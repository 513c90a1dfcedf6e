#include "printing/composer.h"

#include <algorithm>

namespace koltamga::printing {
namespace {

constexpr double gutter = 14;
constexpr double portrait_width = 99.2;   // 35 mm
constexpr double portrait_height = 127.6; // 45 mm
constexpr double code_side = 85.04;       // 30 mm, the quiet zone in it
constexpr double field_padding = 2.4;
constexpr double clause_indent = 22;
constexpr double column_gap = 7;
constexpr std::size_t one_line = 70; // octets of joined text that stand side by side legibly

} // namespace

Composer::Composer(const Typesetter& typesetter, const Template& wording,
                   std::vector<Language> languages)
    : typesetter_(typesetter), wording_(wording), languages_(std::move(languages)) {}

std::string Composer::joined(const Texts& texts) const {
    const std::string& first = in(languages_.front(), texts);
    const std::string& last = in(languages_.back(), texts);
    if (first == last) {
        return first;
    }
    return first + (first.size() + last.size() > 2 * one_line ? "\n" : " / ") + last;
}

double Composer::column_width() const {
    return bilingual() ? (measure - gutter) / 2 : measure;
}

double Composer::column(std::size_t index) const {
    return static_cast<double>(index) * (column_width() + gutter);
}

TextLayout Composer::text(const std::string& words, Style style, double width, Side side) const {
    return typesetter_.set(words, style, languages_.front(), width, side);
}

Row& Composer::row(double before) {
    Row made;
    made.before = before;
    rows_.push_back(std::move(made));
    return rows_.back();
}

void Composer::add(Row& row, double x, TextLayout text, const char* tag, Ink ink) {
    row.height = std::max(row.height, height_of(text));
    row.cells.push_back({x, 0, std::move(text), ink, tag});
}

void Composer::side_by_side(const Texts& texts, Style style, double before, const char* tag,
                            Ink ink) {
    Row& made = row(before);
    for (std::size_t i = 0; i < languages_.size(); ++i) {
        add(made, column(i),
            typesetter_.set(in(languages_[i], texts), style, languages_[i], column_width()), tag,
            ink);
    }
}

void Composer::title(const Texts& issuer, const Texts& place, const std::string& date) {
    Row& eyebrow = row(0);
    const double right = 170;
    add(eyebrow, 0, text(joined(issuer), Style::label, measure - right - gutter), "P", Ink::grey);
    add(eyebrow, measure - right,
        text(joined(place) + ", " + date, Style::label, right, Side::right), "P", Ink::grey);
    eyebrow.height += 10;
    side_by_side(wording_.text("text.title"), bilingual() ? Style::narrow_title : Style::title, 0,
                 "H1");
    side_by_side(wording_.text("text.subtitle"), Style::subtitle, 3, "P", Ink::grey);
    Row& rule = row(7);
    rule.height = 1;
    rule.hairlines.push_back({0, 0, measure, true});
}

void Composer::practice_note() {
    side_by_side(wording_.text("text.practice"), Style::heading, 5, "P");
}

void Composer::paragraph(const Texts& words) {
    side_by_side(words, terms_style(), 6, "P");
}

Row& Composer::heading(const Texts& words) {
    Row& made = row(11);
    add(made, 0, text(joined(words), Style::heading, measure), "H2");
    made.height += 2;
    made.keep_with_next = true;
    return made;
}

void Composer::underline(Row& heading, double width) {
    heading.hairlines.push_back({0, heading.height, width, true});
}

void Composer::leave_room_beside(Row& heading, double width, double height) {
    beside_width_ = width + gutter;
    beside_height_ = height - heading.height;
    underline(heading, measure - beside_width_);
}

void Composer::group(const Texts& words) {
    underline(heading(words), measure);
}

void Composer::group_beside_portrait(const Texts& words, BytesView portrait) {
    Row& made = heading(words);
    made.picture = Picture{measure - portrait_width, 2, portrait_width, portrait_height, portrait};
    leave_room_beside(made, portrait_width, portrait_height + 2);
}

void Composer::group_beside_code(const Texts& words, QrCode code) {
    Row& made = heading(words);
    made.squares = Squares{measure - code_side, 0, code_side, std::move(code)};
    leave_room_beside(made, code_side, code_side);
}

void Composer::field(std::string_view label, const std::string& value, Style style) {
    field(wording_.text("label." + std::string(label)), value, style);
}

void Composer::field(const Texts& label, const std::string& value, Style style) {
    Row& made = row(0);
    made.group = "Table";
    made.tag = "TR";
    made.keep_with_next = true;
    const double total = beside_height_ > 0 ? measure - beside_width_ : measure;
    const double left = label_width();
    auto name = text(joined(label), Style::label, left);
    auto said = text(value, style, total - left - gutter);
    const double drop = std::max(0.0, baseline_of(said) - baseline_of(name));
    made.height = std::max(height_of(name) + drop, height_of(said)) + 2 * field_padding;
    made.hairlines.push_back({0, made.height, total, false});
    beside_height_ -= made.height;
    made.cells.push_back({0, field_padding + drop, std::move(name), Ink::grey, "TH"});
    made.cells.push_back({left + gutter, field_padding, std::move(said), Ink::black, "TD"});
}

void Composer::end_group() {
    if (beside_height_ > 0) {
        row(0).height = beside_height_;
    }
    beside_height_ = 0;
    rows_.back().keep_with_next = false;
}

Style Composer::terms_style() const {
    if (wording_.dense()) {
        return bilingual() ? Style::dense_narrow : Style::dense_body;
    }
    return bilingual() ? Style::narrow : Style::body;
}

// Where the clauses begin beside their heading.
double Composer::terms_indent() const {
    return wording_.dense() ? 112 : label_width() + gutter;
}

void Composer::clause(Row& row, const std::string& number, const Texts& words) {
    if (!bilingual()) {
        const double x = terms_indent();
        add(row, x,
            typesetter_.set_hanging(number, in(first_language(), words), terms_style(),
                                    first_language(), measure - x, clause_indent),
            "P");
        return;
    }
    for (std::size_t i = 0; i < languages_.size(); ++i) {
        add(row, column(i),
            typesetter_.set_hanging(number, in(languages_[i], words), terms_style(), languages_[i],
                                    column_width(), clause_indent),
            "P");
    }
}

void Composer::section(const Section& section, std::size_t number) {
    const std::string ordinal = std::to_string(number);
    const auto numbered = [&](const std::string& heading) { return ordinal + ". " + heading; };
    Texts heading = section.heading;
    std::ranges::transform(heading, heading.begin(), numbered);
    if (bilingual()) {
        side_by_side(heading, Style::heading, 11, "H2");
        rows_.back().height += 1;
        rows_.back().keep_with_next = true;
    }
    for (std::size_t i = 0; i < section.clauses.size(); ++i) {
        Row& made = row(i > 0 || bilingual() ? 2 : 8);
        if (i == 0 && !bilingual()) {
            add(made, 0, text(joined(heading), Style::heading, terms_indent() - gutter), "H2");
        }
        clause(made, ordinal + "." + std::to_string(i + 1), section.clauses[i]);
    }
}

void Composer::terms(const Fillings& fillings, std::size_t first_number) {
    for (const auto& own : wording_.terms()) {
        Section filled = own;
        for (auto& clause : filled.clauses) {
            clause = fill(clause, fillings);
        }
        section(filled, first_number++);
    }
}

void Composer::table_line(std::vector<TextLayout> texts, const char* tag, Ink ink) {
    Row& made = row(0);
    made.group = "Table";
    made.tag = "TR";
    double x = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        made.height = std::max(made.height, height_of(texts[i]) + 2 * field_padding);
        made.cells.push_back({x, field_padding, std::move(texts[i]), ink, tag});
        x += columns_[i].width;
    }
    made.hairlines.push_back({0, made.height, measure, tag == std::string_view("TH")});
}

void Composer::table(std::span<const Column> columns) {
    columns_.assign(columns.begin(), columns.end());
    double taken = 0;
    for (const auto& column : columns_) {
        taken += column.width;
    }
    columns_.back().width = measure - taken + column_gap; // nothing stands at its right
    std::vector<TextLayout> headings;
    for (const auto& column : columns_) {
        headings.push_back(text(joined(column.heading), Style::label, column.width - column_gap));
    }
    table_line(std::move(headings), "TH", Ink::grey);
    rows_.back().before = 11;
    rows_.back().keep_with_next = true;
    table_head_ = rows_.size() - 1;
}

void Composer::table_row(const std::vector<TableCell>& cells) {
    std::vector<TextLayout> texts;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        texts.push_back(text(cells[i].text, cells[i].style, columns_[i].width - column_gap));
    }
    table_line(std::move(texts), "TD", Ink::black);
    rows_.back().head = table_head_;
}

void Composer::end_table() {
    table_head_.reset();
}

void Composer::signature_lines(const Signatory& left, const Signatory& right) {
    const double width = (measure - 2 * gutter) / 2;
    const double second = width + 2 * gutter;
    Row& who = row(wording_.dense() ? 12 : 18);
    add(who, 0, text(joined(left.heading), Style::heading, width), "P");
    add(who, second, text(joined(right.heading), Style::heading, width), "P");
    Row& names = row(3);
    add(names, 0, text(joined(left.name), Style::value, width), "P");
    add(names, second, text(joined(right.name), Style::value, width), "P");
    Row& under = row(0);
    add(under, 0, text(joined(left.under), Style::small, width), "P", Ink::grey);
    add(under, second, text(joined(right.under), Style::small, width), "P", Ink::grey);
    Row& lines = row(wording_.dense() ? 22 : 28);
    lines.hairlines = {{0, 0, width, true}, {second, 0, width, true}};
    for (const double x : {0.0, second}) {
        add(lines, x, text(joined("label.signature"), Style::small, width * 0.6), "P", Ink::grey);
        add(lines, x + width * 0.68, text(joined("label.date"), Style::small, width * 0.32), "P",
            Ink::grey);
    }
    add(row(6), 0, text(joined("label.stamp"), Style::small, width), "P", Ink::grey);
}

void Composer::signatures(const Signatory& left, const Signatory& right) {
    const std::size_t last_words = rows_.size() - 1; // no page of signatures alone
    signature_lines(left, right);
    for (std::size_t i = last_words; i + 1 < rows_.size(); ++i) {
        rows_[i].keep_with_next = true;
    }
}

} // namespace koltamga::printing
