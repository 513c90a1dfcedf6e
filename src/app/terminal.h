// What a command says at the terminal: one JSON object or plain words on standard output, people's
// text and failures on standard error, and the exit status of CONTRACT: 0 done, 1 refused by a
// rule, 2 wrong usage or input, 3 the outside world or the machine failed.
#pragma once

#include "base/failure.h"
#include "base/result.h"

#include <iosfwd>
#include <string>

#include <nlohmann/json.hpp>

namespace koltamga::app {

using Json = nlohmann::ordered_json;

enum class Exit { done = 0, refused = 1, wrong_input = 2, world_failed = 3 };

Exit exit_for(const Failure& failure);

// {"code": …, "detail": …, "message": …, "remedy": …}, and "where" {"file", "line", "column",
// "field"} for what went wrong in a file.
Json to_json(const Failure& failure, Language language);

// "ca.unreachable: " with cause and remedy, in one line.
std::string failure_words(const Failure& failure, Language language);

// The language the clerk's terminal is set to: LC_ALL, LC_MESSAGES, LANG; English otherwise.
Language terminal_language();

// --language before the command, else terminal_language(): known before the line is parsed, for
// what is wrong with the line has to be told in it.
Language spoken_language(int argc, const char* const* argv);
// Whether --json stands on the line: it holds for what is wrong with the line, too.
bool wants_json(int argc, const char* const* argv);

class Terminal {
  public:
    Terminal(std::ostream& out, std::ostream& err, bool json, Language language)
        : out_(out), err_(err), json_(json), language_(language) {}

    // The command's answer: `object` with --json, else `words`, a line or more.
    void answer(const Json& object, const std::string& words);
    // A line for the person, on standard error; nothing with --json.
    void tell(const std::string& words);
    // A line for the person beside an answer: on standard error, also with --json.
    void note(const std::string& words);
    // Says the failure and gives its exit status. `object`, if any, is printed with the error in
    // it.
    Exit failed(const Failure& failure, Json object = Json::object());

    Language language() const { return language_; }
    bool json() const { return json_; }

  private:
    std::ostream& out_;
    std::ostream& err_;
    bool json_;
    Language language_;
};

} // namespace koltamga::app
