#include "app/terminal.h"

#include <cstdlib>
#include <ostream>

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

} // namespace

Exit exit_for(const Failure& failure) {
    return static_cast<Exit>(static_cast<int>(describe(failure.code).blame));
}

Json to_json(const Failure& failure, Language language) {
    const auto text = text_for(failure.code, language);
    return {{"code", name_of(failure.code)},
            {"detail", failure.detail},
            {"message", text.cause},
            {"remedy", text.remedy}};
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

void Terminal::answer(const Json& object, const std::string& words) {
    if (json_) {
        out_ << dumped(object) << '\n';
    } else {
        out_ << words << (words.empty() || words.back() == '\n' ? "" : "\n");
    }
    out_.flush();
}

void Terminal::tell(const std::string& words) {
    if (!json_) {
        err_ << words << '\n';
    }
}

Exit Terminal::failed(const Failure& failure, Json object) {
    const auto text = text_for(failure.code, language_);
    err_ << name_of(failure.code) << ": " << text.cause << '\n';
    if (!failure.detail.empty()) {
        err_ << "  (" << failure.detail << ")\n";
    }
    err_ << "  " << text.remedy << '\n';
    if (json_) {
        object["error"] = to_json(failure, language_);
        out_ << dumped(object) << '\n';
        out_.flush();
    }
    return exit_for(failure);
}

} // namespace koltamga::app
