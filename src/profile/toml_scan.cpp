#include "profile/toml_scan.h"

#include "domain/text.h"

namespace koltamga::profile {
namespace {

// A line of a hundred thousand dots would nest as many tables, freed one inside the other.
constexpr std::size_t most_dots_on_a_line = 64;
constexpr std::size_t most_brackets = 16;
constexpr std::size_t most_quotes = 5; // of which three close a text of many lines

bool is_control(char32_t c) {
    return (c < 0x20 && c != U'\t') || c == 0x7f;
}

// What Unicode counts as a line end, TOML does not.
bool is_other_line_end(char32_t c) {
    return c == 0x85 || c == 0x2028 || c == 0x2029;
}

struct OpenBracket {
    char32_t bracket;
    bool equals_before; // whether an equals sign stood before it in its line or pair
    Place place;
};

class Scanner {
  public:
    explicit Scanner(std::u32string_view text) : text_(text) {}

    std::optional<TomlError> scan() {
        if (next() == 0xFEFF) { // a byte order mark, which Windows editors leave
            ++at_;
        }
        while (!error_ && at_ < text_.size()) {
            outside();
        }
        return std::move(error_);
    }

  private:
    char32_t next(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : U'\0';
    }

    void refuse(Texts what) { refuse(std::move(what), {line_, column_}); }

    void refuse(Texts what, Place place) {
        if (!error_) {
            error_ = TomlError{place, std::move(what)};
        }
    }

    // One character further, wherever we are.
    void step() {
        const char32_t c = next();
        const bool line_end = c == U'\n' || (c == U'\r' && next(1) == U'\n');
        if (c == U'\n') {
            ++line_;
            column_ = 0;
            dots_ = 0;
        } else if (!line_end && (is_control(c) || is_other_line_end(c) || c == 0xFEFF)) {
            refuse({"башкаруучу белги", "управляющий знак", "a control character"});
        }
        ++at_;
        ++column_;
    }

    void outside() {
        const char32_t c = next();
        if (c == U'#') {
            comment();
        } else if (c == U'"' || c == U'\'') {
            text_may_begin();
            quoted(c);
        } else {
            bare(c);
            step();
        }
    }

    void bare(char32_t c) {
        if (c > 0x7e) {
            refuse({"тырмакчадан тышкары ASCII эмес тамга", "буква не из ASCII вне кавычек",
                    "a letter beyond ASCII outside of quotes"});
        }
        dots_ += c == U'.' ? 1 : 0;
        if (dots_ > most_dots_on_a_line) {
            refuse({"бир сапта өтө көп чекит", "слишком много точек в одной строке",
                    "too many dots on one line"});
        }
        follow(c);
    }

    // The parser looks through a value as far as the next blank, comma or closing bracket before it
    // knows what it reads. So quotes may open only where a text can stand, never inside a value:
    // `in_word_` is whether we are in one.
    void follow(char32_t c) {
        switch (c) {
        case U'\n':
            equals_ = brackets_.empty() ? false : equals_;
            in_word_ = false;
            break;
        case U'=':
            equals();
            break;
        case U',':
            equals_ = !brackets_.empty() && brackets_.back().bracket == U'{' ? false : equals_;
            in_word_ = false;
            break;
        case U'[':
        case U'{':
            open(c);
            break;
        case U']':
        case U'}':
            close();
            break;
        default:
            in_word_ = c != U' ' && c != U'\t' && c != U'\r';
        }
    }

    void equals() {
        if (!brackets_.empty() && brackets_.back().bracket == U'[') {
            const auto place = brackets_.back().place;
            refuse({"кийинки барабардык белгисине чейин жабылбаган кашаа",
                    "скобка, не закрытая до следующего знака равенства",
                    "a bracket that is not closed before the next equals sign"},
                   place);
        }
        if (equals_) {
            refuse({"экинчи барабардык белгиси", "второй знак равенства", "a second equals sign"});
        }
        equals_ = true;
        in_word_ = false;
    }

    void open(char32_t bracket) {
        if (brackets_.size() == most_brackets) {
            refuse({"өтө көп кашаа", "слишком много скобок", "too many brackets"});
            return;
        }
        brackets_.push_back({bracket, equals_, {line_, column_}});
        equals_ = false;
    }

    void close() {
        if (!brackets_.empty()) {
            equals_ = brackets_.back().equals_before;
            brackets_.pop_back();
        }
        in_word_ = false;
    }

    void text_may_begin() {
        if (in_word_) {
            refuse(
                {"маанинин ичиндеги тырмакча", "кавычки внутри значения", "quotes inside a value"});
        }
        in_word_ = true; // until something separates
    }

    void comment() {
        while (!error_ && at_ < text_.size() && next() != U'\n') {
            step();
        }
    }

    void quoted(char32_t quote) {
        if (next(1) == quote && next(2) == quote) {
            step(), step(), step();
            many_lines(quote);
        } else {
            step();
            one_line(quote);
        }
    }

    void one_line(char32_t quote) {
        while (!error_ && at_ < text_.size() && next() != U'\n') {
            if (next() == quote) {
                step();
                return;
            }
            character(quote);
        }
        refuse({"өз сабында жабылбаган тырмакча", "кавычки, не закрытые в своей строке",
                "quotes that are not closed on their line"});
    }

    void many_lines(char32_t quote) {
        while (!error_ && at_ < text_.size()) {
            const auto quotes = run_of(quote);
            if (quotes > most_quotes) {
                refuse({"өтө көп тырмакча", "слишком много кавычек", "too many quotes"});
            }
            if (quotes >= 3) {
                return;
            }
            if (quotes == 0) {
                character(quote);
            }
        }
        refuse({"жабылбаган тырмакча", "кавычки, которые нигде не закрыты",
                "quotes that are never closed"});
    }

    std::size_t run_of(char32_t quote) {
        std::size_t length = 0;
        while (at_ < text_.size() && next() == quote) {
            step();
            ++length;
        }
        return length;
    }

    void character(char32_t quote) {
        if (quote == U'"' && next() == U'\\') {
            step();
            if (std::u32string_view(U"btnfr\"\\uU").find(next()) == std::u32string_view::npos) {
                refuse({"тескери сызыктан кийинки белгисиз белги",
                        "неизвестный знак после обратной косой черты", "an unknown escape"});
            }
        }
        step();
    }

    std::u32string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t column_ = 1;
    std::size_t dots_ = 0;
    bool in_word_ = false;
    bool equals_ = false;               // seen since the line, table or pair began
    std::vector<OpenBracket> brackets_; // the innermost last
    std::optional<TomlError> error_;
};

} // namespace

std::optional<TomlError> scan_toml(std::string_view text) {
    const auto points = domain::code_points(text);
    if (!points) {
        return TomlError{{}, {"файл UTF-8 эмес", "файл не в UTF-8", "this is not UTF-8"}};
    }
    return Scanner(*points).scan();
}

} // namespace koltamga::profile
