#include "domain/mrz_layout.h"

#include <algorithm>

namespace koltamga::domain {
namespace {

constexpr std::size_t longest_text = 1024; // a scanner sends no more; nor do we look at more

bool ends_line(char c) { // also the frame that some scanners send: STX, ETX
    return c == '\r' || c == '\n' || c == '\t' || c == '\x02' || c == '\x03';
}

bool is_letter(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string without_blanks_around(std::string_view line) {
    const auto first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string(line.substr(first, line.find_last_not_of(' ') - first + 1));
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (auto rest = text; !rest.empty();) {
        const auto end = std::find_if(rest.begin(), rest.end(), ends_line);
        const auto length = static_cast<std::size_t>(end - rest.begin());
        if (auto line = without_blanks_around(rest.substr(0, length)); !line.empty()) {
            lines.push_back(std::move(line));
        }
        rest.remove_prefix(std::min(length + 1, rest.size()));
    }
    return lines;
}

const MrzLayout* layout_for(std::size_t lines, std::size_t width, char first) {
    for (const auto& layout : mrz_layouts()) {
        if (layout.lines == lines && layout.width == width &&
            layout.first_letters.find(first) != std::string_view::npos) {
            return &layout;
        }
    }
    return nullptr;
}

// Some scanners send the zone in one run. Its length says which it is, or it is none.
std::vector<std::string> unfolded(const std::string& run) {
    for (const auto& layout : mrz_layouts()) {
        if (layout.lines * layout.width == run.size() &&
            layout.first_letters.find(run.front()) != std::string_view::npos) {
            std::vector<std::string> lines;
            for (std::size_t i = 0; i < layout.lines; ++i) {
                lines.push_back(run.substr(i * layout.width, layout.width));
            }
            return lines;
        }
    }
    return {run};
}

std::string_view without_fillers_after(std::string_view field) {
    const auto last = field.find_last_not_of('<');
    return field.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string with_blanks(std::string_view field) {
    std::string text(without_fillers_after(field));
    std::replace(text.begin(), text.end(), '<', ' ');
    return text;
}

// Reads one zone of a known layout; collects checks and what is wrong.
class Reader {
  public:
    Reader(const MrzLayout& layout, std::vector<std::string> lines, Date reference)
        : layout_(layout), reference_(reference) {
        mrz_.format = layout.format;
        mrz_.lines = std::move(lines);
    }

    Mrz read() {
        if (!characters()) {
            mrz_.status = MrzStatus::refused;
            return std::move(mrz_);
        }
        codes();
        number();
        dates();
        sex();
        names();
        optional_data();
        composite();
        mrz_.status = mrz_.reason.empty() ? MrzStatus::read : MrzStatus::refused;
        return std::move(mrz_);
    }

  private:
    std::string_view text(const MrzSpan& span) const { return span.in(mrz_.lines); }

    void wrong(std::string_view what, const MrzSpan& at) {
        mrz_.reason += mrz_.reason.empty() ? "" : "; ";
        mrz_.reason += what;
        mrz_.flaws.push_back({std::string(what), at.line, at.from});
    }

    void check(std::string_view name, std::string_view over, const MrzSpan& at,
               bool filler_for_nothing = false) {
        const char found = text(at).front();
        const char expected = mrz_check_digit(over);
        const bool nothing = over.find_first_not_of('<') == std::string_view::npos;
        const bool fits = found == expected || (filler_for_nothing && nothing && found == '<');
        mrz_.checks.push_back({std::string(name), at.line, at.from, expected, found, fits});
        if (!fits) {
            wrong("check-digit " + std::string(name), at);
        }
    }

    bool characters() {
        for (std::size_t line = 0; line < mrz_.lines.size(); ++line) {
            for (std::size_t at = 0; at < mrz_.lines[line].size(); ++at) {
                const char c = mrz_.lines[line][at];
                if (!is_letter(c) && !is_digit(c) && c != '<') {
                    mrz_.reason = "character line " + std::to_string(line + 1) + " position " +
                                  std::to_string(at + 1);
                    mrz_.flaws = {{"character", line + 1, at + 1}};
                    return false;
                }
            }
        }
        return true;
    }

    // One to three letters, then fillers ("D<<").
    std::string code(std::string_view name, const MrzSpan& span) {
        const auto field = without_fillers_after(text(span));
        if (field.empty() || !std::all_of(field.begin(), field.end(), is_letter)) {
            wrong(name, span);
        }
        return std::string(field);
    }

    void codes() {
        mrz_.fields.document_code = code("document-code", layout_.code);
        mrz_.fields.issuing_state = code("issuing-state", layout_.state);
        mrz_.fields.nationality = code("nationality", layout_.nationality);
    }

    bool can_overflow() const {
        return layout_.format == MrzFormat::td1 || layout_.format == MrzFormat::td2;
    }

    // The rest of a number of more than nine characters, its check digit included (9303-5, 4.2.2.1
    // note j; 9303-6 alike): at the start of the optional data, up to a filler.
    std::string_view overflow() const {
        const auto data = text(layout_.optional);
        if (!can_overflow() || text(layout_.number_check) != "<") {
            return {};
        }
        const auto rest = data.substr(0, data.find('<'));
        return rest.size() < 2 ? std::string_view() : rest;
    }

    void number() {
        const auto field = text(layout_.number);
        const auto rest = overflow();
        if (field.front() == '<') {
            wrong("document-number", layout_.number);
        }
        if (rest.empty()) {
            mrz_.fields.document_number = without_fillers_after(field);
            check("document-number", field, layout_.number_check);
            return;
        }
        mrz_.fields.document_number =
            std::string(field) + std::string(rest.substr(0, rest.size() - 1));
        check("document-number", mrz_.fields.document_number,
              {layout_.optional.line, layout_.optional.from + rest.size() - 1, 1});
    }

    void dates() {
        mrz_.fields.birth_date = birth_date_from_mrz(text(layout_.birth), reference_);
        if (!mrz_.fields.birth_date) {
            wrong("birth-date", layout_.birth);
        }
        check("birth-date", text(layout_.birth), layout_.birth_check);
        mrz_.fields.expires = expiry_date_from_mrz(text(layout_.expiry), reference_);
        if (!mrz_.fields.expires) {
            wrong("expiry-date", layout_.expiry);
        }
        check("expiry-date", text(layout_.expiry), layout_.expiry_check);
    }

    void sex() {
        const auto field = text(layout_.sex);
        const auto known = field == "<" ? Sex::unspecified : sex_from(field);
        if (!known || field == "X") { // the zone writes X as a filler (9303-3, 4.4)
            wrong("sex", layout_.sex);
            return;
        }
        mrz_.fields.sex = *known;
    }

    // Letters in parts with one filler between, two between surname and given names, and nothing
    // but fillers after.
    void names() {
        const auto whole = text(layout_.names);
        const auto field = without_fillers_after(whole);
        const auto gap = field.find("<<");
        const auto given =
            gap == std::string_view::npos ? std::string_view() : field.substr(gap + 2);
        const bool letters = std::all_of(field.begin(), field.end(),
                                         [](char c) { return is_letter(c) || c == '<'; });
        const bool more = given.find("<<") != std::string_view::npos;
        if (field.empty() || field.front() == '<' || !letters || more ||
            (!given.empty() && given.front() == '<')) {
            wrong("names", layout_.names);
        }
        mrz_.fields.surname = with_blanks(field.substr(0, gap));
        mrz_.fields.given_names = with_blanks(given);
        mrz_.fields.names_cut_off = whole.back() != '<';
    }

    void optional_data() {
        auto data = text(layout_.optional);
        if (const auto rest = overflow(); !rest.empty()) {
            data.remove_prefix(std::min(rest.size() + 1, data.size()));
        }
        mrz_.fields.optional_data = with_blanks(data);
        mrz_.fields.optional_data_second = with_blanks(text(layout_.optional_second));
        if (layout_.optional_check.line != 0) {
            check("optional-data", text(layout_.optional), layout_.optional_check, true);
        }
    }

    void composite() {
        if (layout_.composite_check.line == 0) {
            return;
        }
        std::string over;
        for (const auto& span : layout_.composite) {
            over += text(span);
        }
        check("composite", over, layout_.composite_check);
    }

    const MrzLayout& layout_;
    Date reference_;
    Mrz mrz_;
};

} // namespace

Mrz parse_mrz(std::string_view text, Date reference) {
    if (text.size() > longest_text) {
        Mrz mrz;
        mrz.reason = "length";
        return mrz;
    }
    return parse_mrz_lines(lines_of(text), reference);
}

Mrz parse_mrz_lines(const std::vector<std::string>& lines, Date reference) {
    Mrz none;
    none.reason = "shape";
    if (lines.empty() || lines.size() > 3) {
        return none;
    }
    const auto unfolded_lines = lines.size() == 1 && !lines[0].empty() ? unfolded(lines[0]) : lines;
    const auto width = unfolded_lines[0].size();
    const bool even = std::all_of(unfolded_lines.begin(), unfolded_lines.end(),
                                  [&](const auto& line) { return line.size() == width; });
    const auto* layout = even && width > 0
                             ? layout_for(unfolded_lines.size(), width, unfolded_lines[0].front())
                             : nullptr;
    return layout ? Reader(*layout, unfolded_lines, reference).read() : none;
}

Done check_read(const Mrz& mrz) {
    if (mrz.status == MrzStatus::none) {
        return fail(Code::mrz_none, mrz.reason);
    }
    if (mrz.status == MrzStatus::refused) {
        return fail(Code::mrz_refused, mrz.reason);
    }
    return {};
}

Result<Mrz> read_mrz(std::string_view text, Date reference) {
    auto mrz = parse_mrz(text, reference);
    KOLTAMGA_CHECK(check_read(mrz));
    return mrz;
}

} // namespace koltamga::domain
