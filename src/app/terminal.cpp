#include "app/terminal.h"

#include "app/words.h"
#include "base/log.h"

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <span>

namespace koltamga::app {
namespace {

// Text of the outside world may hold octets that are no UTF-8; the terminal shows a mark for them.
std::string dumped(const Json& object) {
    return object.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string variable(const char* name) {
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): before any thread
    return value == nullptr ? std::string() : std::string(value);
}

std::optional<Language> language_named(std::string_view name) {
    return name == "ky"   ? std::optional(Language::ky)
           : name == "ru" ? std::optional(Language::ru)
           : name == "en" ? std::optional(Language::en)
                          : std::nullopt;
}

Json where_json(const Where& where) {
    const auto or_null = [](std::size_t figure) { return figure == 0 ? Json() : Json(figure); };
    return {{"file", where.file.empty() ? Json() : Json(where.file)},
            {"line", or_null(where.line)},
            {"column", or_null(where.column)},
            {"field", where.field.empty() ? Json() : Json(where.field)}};
}

// "applicant.toml, line 3, column 5: [applicant] surname"
std::string where_words(const Where& where, Language language) {
    const Texts input = {"стандарттык киргизүү", "стандартный ввод", "standard input"};
    std::string words = where.file == "-" ? in(language, input) : where.file;
    if (where.line > 0) {
        const auto line = std::to_string(where.line);
        const auto column = std::to_string(where.column);
        const Texts place = {line + "-сап, " + column + "-белги",
                             "строка " + line + ", знак " + column,
                             "line " + line + ", column " + column};
        words += (words.empty() ? "" : ", ") + in(language, place);
    }
    return where.field.empty() ? words : words + ": " + where.field;
}

} // namespace

Exit exit_for(const Failure& failure) {
    return static_cast<Exit>(static_cast<int>(describe(failure.code).blame));
}

Json to_json(const Failure& failure, Language language) {
    const auto text = words_for(failure, language);
    Json json = {{"code", name_of(failure.code)},
                 {"detail", failure.detail},
                 {"message", text.cause},
                 {"remedy", text.remedy}};
    if (failure.where) {
        json["where"] = where_json(*failure.where);
    }
    return json;
}

std::string failure_words(const Failure& failure, Language language) {
    const auto text = words_for(failure, language);
    const auto where =
        failure.where ? "(" + where_words(*failure.where, language) + ") " : std::string();
    return std::string(name_of(failure.code)) + ": " + text.cause + " " + where + text.remedy;
}

Language terminal_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const auto value = variable(name);
        if (!value.empty()) {
            const auto start = value.substr(0, 2);
            return start == "ky" ? Language::ky : start == "ru" ? Language::ru : Language::en;
        }
    }
    return Language::en;
}

// The options before the command that take no value: everything else takes the next word.
Language spoken_language(int argc, const char* const* argv) {
    constexpr std::string_view option = "--language";
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const bool next = i + 1 < argc;
        std::optional<Language> named;
        if (word == option && next) {
            named = language_named(argv[i + 1]);
        } else if (word.starts_with(option) && word.substr(option.size()).starts_with('=')) {
            named = language_named(word.substr(option.size() + 1));
        }
        if (named) {
            return *named;
        }
        if (!word.starts_with("--")) {
            break;
        }
        i += word == "--json" || word.find('=') != word.npos ? 0 : 1;
    }
    return terminal_language();
}

bool wants_json(int argc, const char* const* argv) {
    const std::span words(argv, static_cast<std::size_t>(argc));
    return std::ranges::any_of(words, [](std::string_view word) { return word == "--json"; });
}

void Terminal::answer(const Json& object, const std::string& words) {
    if (json_) {
        out_ << dumped(object) << '\n';
    } else {
        out_ << words << (words.empty() || words.back() == '\n' ? "" : "\n");
    }
    out_.flush();
}

void Terminal::tell(const std::string& words) {
    if (!json_ && !words.empty()) {
        err_ << words << '\n';
    }
}

void Terminal::note(const std::string& words) {
    err_ << words << '\n';
}

Exit Terminal::failed(const Failure& failure, Json object) {
    log::failure("command", failure);
    const auto text = words_for(failure, language_);
    err_ << name_of(failure.code) << ": " << text.cause << '\n';
    if (failure.where) {
        err_ << "  " << where_words(*failure.where, language_) << '\n';
    }
    err_ << "  " << text.remedy << '\n';
    // What is wrong with a line stands in its sentence already.
    if (!failure.detail.empty() && failure.code != Code::app_usage) {
        const Texts for_whom = {
            "администратор үчүн: ", "для администратора: ", "for the administrator: "};
        err_ << "  (" << in(language_, for_whom) << failure.detail << ")\n";
    }
    if (json_) {
        object["error"] = to_json(failure, language_);
        out_ << dumped(object) << '\n';
        out_.flush();
    }
    return exit_for(failure);
}

} // namespace koltamga::app
