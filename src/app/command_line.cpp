#include "app/command_line.h"

#include "app/help_words.h"
#include "base/joined.h"
#include "profile/schema.h"

#include <algorithm>
#include <ostream>

#include <CLI/CLI.hpp>

namespace koltamga::app {
namespace {

constexpr std::string_view blank = "nothing but space";

// The innermost command that was understood.
CLI::App& understood(CLI::App& app) {
    auto* at = &app;
    for (auto chosen = at->get_subcommands(); !chosen.empty(); chosen = at->get_subcommands()) {
        at = chosen.back();
    }
    return *at;
}

std::vector<std::string> commands_of(CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* one : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(one->get_name());
    }
    return names;
}

std::vector<std::string> options_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* one : app.get_options()) {
        names.push_back(one->get_name());
    }
    return names;
}

// What was not understood, as it stood on the line.
std::vector<std::string> left_over(CLI::App& app, int argc, const char* const* argv) {
    auto rest = app.remaining(true);
    std::vector<std::string> words;
    for (int i = 1; i < argc; ++i) {
        if (const auto found = std::ranges::find(rest, argv[i]); found != rest.end()) {
            words.emplace_back(argv[i]);
            rest.erase(found);
        }
    }
    return words;
}

Texts perhaps(const std::string& word, const std::vector<std::string>& known) {
    const std::string near(profile::nearest(word, known));
    return near.empty() ? Texts()
                        : Texts{"; балким, «" + near + "»", "; возможно, «" + near + "»",
                                "; perhaps “" + near + "”"};
}

Texts unknown_word(const std::string& word, const std::vector<std::string>& known) {
    const auto near = perhaps(word, known);
    return {"«" + word + "» деген сөз бул жерде белгисиз" + near[0],
            "слово «" + word + "» здесь неизвестно" + near[1],
            "“" + word + "” is not known here" + near[2]};
}

Texts before_the_command(const std::string& option) {
    return {"«" + option + "» буйруктун алдында турат", "«" + option + "» ставится перед командой",
            "“" + option + "” stands before the command"};
}

Texts and_there_are(const Texts& words, const std::vector<std::string>& commands) {
    const auto list = joined(commands, ", ");
    return {words[0] + ". Буйруктар: " + list, words[1] + ". Команды: " + list,
            words[2] + ". The commands are: " + list};
}

Texts no_command(CLI::App& at, const std::vector<std::string>& rest) {
    const auto word =
        std::ranges::find_if(rest, [](const std::string& one) { return !one.starts_with('-'); });
    const auto commands = commands_of(at);
    return and_there_are(word == rest.end() ? Texts{"буйрук жазылган эмес", "не указана команда",
                                                    "there is no command"}
                                            : unknown_word(*word, commands),
                         commands);
}

std::string before(const std::string& text, std::string_view mark) {
    return text.substr(0, text.find(mark));
}

// CLI11 names the option at the beginning of what it says, and no other way.
Texts in_our_words(const CLI::ParseError& wrong) {
    const std::string said = wrong.what();
    if (wrong.get_name() == "RequiredError") {
        const auto name = before(said, " is required");
        return {name + " көрсөтүлгөн эмес", "не указано: " + name, name + " is missing"};
    }
    if (said.find("At Most 1 ") != std::string::npos) {
        const auto name = before(said, ":");
        return {"«" + name + "» бир эле жолу көрсөтүлөт", "«" + name + "» указывают один раз",
                "“" + name + "” is given once"};
    }
    if (wrong.get_name() == "ArgumentMismatch" || said.ends_with(blank)) {
        const auto name = before(said, ":");
        return {"«" + name + "» үчүн маани керек", "для «" + name + "» нужно значение",
                "“" + name + "” needs a value"};
    }
    constexpr std::string_view conversion = "Could not convert: ";
    const auto name = said.starts_with(conversion) ? before(said.substr(conversion.size()), " = ")
                                                   : before(said, ":");
    return {"«" + name + "» мындай маанини кабыл албайт",
            "«" + name + "» такого значения не принимает",
            "“" + name + "” does not take that value"};
}

Texts what_is_wrong(CLI::App& app, const CLI::ParseError& wrong, int argc,
                    const char* const* argv) {
    auto& at = understood(app);
    const auto rest = left_over(app, argc, argv);
    if (at.get_require_subcommand_min() > 0) {
        return no_command(at, rest);
    }
    if (rest.empty()) {
        return in_our_words(wrong);
    }
    return std::ranges::count(options_of(app), rest.front()) > 0
               ? before_the_command(rest.front())
               : unknown_word(rest.front(), options_of(at));
}

// What stands around the descriptions; commands take it over from the line they are added to.
std::unique_ptr<CLI::App> framed(const std::string& words, const std::string& name,
                                 Language language) {
    auto app = std::make_unique<CLI::App>(help_in(language, words), name);
    for (const auto* label : {"Usage", "OPTIONS", "SUBCOMMAND", "Positionals"}) {
        app->get_formatter()->label(label, help_in(language, label));
    }
    app->get_formatter()->label("REQUIRED", "*");
    app->get_formatter()->label("TEXT", "...");
    app->option_defaults()->group(help_in(language, "Options"));
    app->set_help_flag("-h,--help", help_in(language, "This help"));
    app->footer(help_in(language, "* has to be given"));
    return app;
}

// A reason of nothing but space is none, and a file is never named so.
LineOption not_blank(CLI::Option& option) {
    option.check([](const std::string& value) {
        return value.find_first_not_of(" \t\r\n") == std::string::npos ? std::string(blank) : "";
    });
    return LineOption(option);
}

} // namespace

void LineOption::required() {
    option_->required();
}

void LineOption::between(int least, int most) {
    option_->check(CLI::Range(least, most));
}

LineCommand LineCommand::command(const std::string& name, const std::string& words) {
    auto* command = app_->add_subcommand(name, help_in(language_, words));
    command->group(help_in(language_, "Commands"));
    command->get_help_ptr()->group(help_in(language_, "Options"));
    return {*command, language_};
}

void LineCommand::needs_command() {
    app_->require_subcommand(1);
}

LineOption LineCommand::option(const std::string& name, std::string& into,
                               const std::string& words) {
    return not_blank(*app_->add_option(name, into, help_in(language_, words)));
}

LineOption LineCommand::option(const std::string& name, std::filesystem::path& into,
                               const std::string& words) {
    return not_blank(*app_->add_option(name, into, help_in(language_, words)));
}

LineOption LineCommand::option(const std::string& name, int& into, const std::string& words) {
    return LineOption(*app_->add_option(name, into, help_in(language_, words)));
}

LineOption LineCommand::option(const std::string& name, std::vector<std::string>& into,
                               const std::string& words) {
    return LineOption(*app_->add_option(name, into, help_in(language_, words)));
}

void LineCommand::flag(const std::string& name, bool& into, const std::string& words) {
    app_->add_flag(name, into, help_in(language_, words));
}

void LineCommand::chosen(std::function<void()> then) {
    app_->callback(std::move(then));
}

CommandLine::CommandLine(std::unique_ptr<CLI::App> app, Language language)
    : LineCommand(*app, language), owned_(std::move(app)) {}

CommandLine::CommandLine(const std::string& words, const std::string& name, Language language)
    : CommandLine(framed(words, name, language), language) {}

CommandLine::~CommandLine() = default;

CommandLine::Parsed CommandLine::parse(int argc, const char* const* argv, std::ostream& out) {
    try {
        owned_->parse(argc, argv);
        return {Outcome::parsed};
    } catch (const CLI::Success& asked) {
        owned_->exit(asked, out, out);
        return {Outcome::help_given};
    } catch (const CLI::ParseError& wrong) {
        return {Outcome::wrong, what_is_wrong(*owned_, wrong, argc, argv)};
    }
}

} // namespace koltamga::app
