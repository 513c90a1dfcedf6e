#include "domain/mrz_layout.h"

#include "base/joined.h"

#include <algorithm>

namespace koltamga::domain {
namespace {

Failure not_composable(std::string_view field) {
    return fail(Code::mrz_not_composable, std::string(field));
}

// 0–9 as they are, A–Z from 10, the filler nothing.
int value_of(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
}

bool only(std::string_view text, std::string_view allowed) {
    return text.find_first_not_of(allowed) == std::string_view::npos;
}

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view letters_and_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";

// Blanks and hyphens become fillers, apostrophes fall away (9303-3, 4.6).
std::vector<std::string> name_parts(std::string_view name) {
    std::vector<std::string> parts(1);
    for (const char c : name) {
        if (c == ' ' || c == '-') {
            parts.emplace_back();
        } else if (c != '\'') {
            parts.back() += c;
        }
    }
    std::erase_if(parts, [](const auto& part) { return part.empty(); });
    return parts;
}

// Shortens the longest part that has a letter to spare; false when none has.
bool shorten(std::vector<std::string>& parts) {
    const auto longest =
        std::max_element(parts.begin(), parts.end(),
                         [](const auto& a, const auto& b) { return a.size() < b.size(); });
    if (longest == parts.end() || longest->size() < 2) {
        return false;
    }
    longest->pop_back();
    return true;
}

// What is too long is cut so that a letter stands in the last position, which says that it was cut
// (9303-4, 4.2.3): first the given names, and the surname only to leave the first of them a letter.
std::optional<std::string> name_field(const MrzFields& fields, std::size_t width) {
    auto surname = name_parts(fields.surname);
    auto given = name_parts(fields.given_names);
    const auto field = [&] {
        return joined(surname, "<") + (given.empty() ? "" : "<<" + joined(given, "<"));
    };
    while (field().size() > width) {
        if (!shorten(given) && !shorten(surname)) {
            return std::nullopt;
        }
    }
    auto text = field();
    text.resize(width, '<');
    return text;
}

class Composer {
  public:
    Composer(const MrzLayout& layout, const MrzFields& fields)
        : layout_(layout), fields_(fields), lines_(layout.lines, std::string(layout.width, '<')) {}

    Result<std::vector<std::string>> compose() {
        KOLTAMGA_CHECK(codes());
        KOLTAMGA_CHECK(names());
        KOLTAMGA_CHECK(number_and_optional_data());
        KOLTAMGA_CHECK(dates_and_sex());
        composite();
        return lines_;
    }

  private:
    void put(const MrzSpan& span, std::string_view text) {
        lines_[span.line - 1].replace(span.from - 1, text.size(), text);
    }

    void put_check(const MrzSpan& at, std::string_view over) {
        put(at, std::string(1, mrz_check_digit(over)));
    }

    Done put_checked(std::string_view name, const MrzSpan& span, std::string text,
                     std::string_view allowed) {
        std::replace(text.begin(), text.end(), ' ', '<');
        if (text.size() > span.length || !only(text, allowed)) { // of no length: not in this format
            return not_composable(name);
        }
        if (!text.empty()) {
            put(span, text);
        }
        return {};
    }

    Done codes() {
        const auto& code = fields_.document_code;
        if (code.empty() || layout_.first_letters.find(code.front()) == std::string_view::npos) {
            return not_composable("document-code");
        }
        if (fields_.issuing_state.empty() || fields_.nationality.empty()) {
            return not_composable("state");
        }
        KOLTAMGA_CHECK(put_checked("document-code", layout_.code, code, letters));
        KOLTAMGA_CHECK(put_checked("issuing-state", layout_.state, fields_.issuing_state, letters));
        return put_checked("nationality", layout_.nationality, fields_.nationality, letters);
    }

    Done names() {
        const auto field = name_field(fields_, layout_.names.length);
        if (!field || field->front() == '<' || !only(*field, std::string(letters) + "<")) {
            return not_composable("names");
        }
        put(layout_.names, *field);
        return {};
    }

    Done number_and_optional_data() {
        const auto& number = fields_.document_number;
        if (number.empty() || number.front() == '<' || !only(number, letters_and_digits)) {
            return not_composable("document-number");
        }
        auto data = fields_.optional_data;
        const auto kept = std::min(number.size(), layout_.number.length);
        put(layout_.number, std::string_view(number).substr(0, kept));
        if (kept < number.size()) { // the rest, its check digit and a filler go before the data
            if (layout_.format != MrzFormat::td1 && layout_.format != MrzFormat::td2) {
                return not_composable("document-number");
            }
            data.insert(0,
                        number.substr(kept) + mrz_check_digit(number) + (data.empty() ? "" : "<"));
        } else {
            put_check(layout_.number_check, layout_.number.in(lines_));
        }
        KOLTAMGA_CHECK(put_checked("optional-data", layout_.optional, data, letters_and_digits));
        if (layout_.optional_check.line != 0) {
            put_check(layout_.optional_check, layout_.optional.in(lines_));
        }
        return put_checked("optional-data-second", layout_.optional_second,
                           fields_.optional_data_second, letters_and_digits);
    }

    Done dates_and_sex() {
        if (!fields_.birth_date) {
            return not_composable("birth-date");
        }
        if (!fields_.expires) {
            return not_composable("expiry-date");
        }
        put(layout_.birth, fields_.birth_date->mrz());
        put_check(layout_.birth_check, fields_.birth_date->mrz());
        const auto expiry = PartialDate(*fields_.expires).mrz();
        put(layout_.expiry, expiry);
        put_check(layout_.expiry_check, expiry);
        put(layout_.sex, fields_.sex == Sex::unspecified ? "<" : to_text(fields_.sex));
        return {};
    }

    void composite() {
        std::string over;
        for (const auto& span : layout_.composite) {
            over += span.in(lines_);
        }
        if (layout_.composite_check.line != 0) {
            put_check(layout_.composite_check, over);
        }
    }

    const MrzLayout& layout_;
    const MrzFields& fields_;
    std::vector<std::string> lines_;
};

} // namespace

std::string_view to_text(MrzFormat format) {
    switch (format) {
    case MrzFormat::td1:
        return "TD1";
    case MrzFormat::td2:
        return "TD2";
    case MrzFormat::td3:
        return "TD3";
    case MrzFormat::mrv_a:
        return "MRV-A";
    case MrzFormat::mrv_b:
        break;
    }
    return "MRV-B";
}

std::string_view to_text(MrzStatus status) {
    switch (status) {
    case MrzStatus::read:
        return "read";
    case MrzStatus::refused:
        return "refused";
    case MrzStatus::none:
        break;
    }
    return "none";
}

char mrz_check_digit(std::string_view characters) {
    constexpr std::string_view weights = "\7\3\1";
    int sum = 0;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        sum += value_of(characters[i]) * weights[i % weights.size()];
    }
    return static_cast<char>('0' + sum % 10);
}

Result<std::vector<std::string>> compose_mrz(MrzFormat format, const MrzFields& fields) {
    return Composer(mrz_layout(format), fields).compose();
}

std::optional<std::string> personal_number_in(const MrzFields& fields) {
    const auto& data = fields.optional_data;
    return data.size() == 14 && only(data, "0123456789") ? std::optional(data) : std::nullopt;
}

} // namespace koltamga::domain
