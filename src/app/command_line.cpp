#include "app/command_line.h"

#include <ostream>

#include <CLI/CLI.hpp>

namespace koltamga::app {

void LineOption::required() {
    option_->required();
}

void LineOption::between(int least, int most) {
    option_->check(CLI::Range(least, most));
}

LineCommand LineCommand::command(const std::string& name, const std::string& words) {
    return LineCommand(*app_->add_subcommand(name, words));
}

void LineCommand::needs_command() {
    app_->require_subcommand(1);
}

LineOption LineCommand::option(const std::string& name, std::string& into,
                               const std::string& words) {
    return LineOption(*app_->add_option(name, into, words));
}

LineOption LineCommand::option(const std::string& name, std::filesystem::path& into,
                               const std::string& words) {
    return LineOption(*app_->add_option(name, into, words));
}

LineOption LineCommand::option(const std::string& name, int& into, const std::string& words) {
    return LineOption(*app_->add_option(name, into, words));
}

LineOption LineCommand::option(const std::string& name, std::vector<std::string>& into,
                               const std::string& words) {
    return LineOption(*app_->add_option(name, into, words));
}

void LineCommand::flag(const std::string& name, bool& into, const std::string& words) {
    app_->add_flag(name, into, words);
}

void LineCommand::chosen(std::function<void()> then) {
    app_->callback(std::move(then));
}

CommandLine::CommandLine(std::unique_ptr<CLI::App> app)
    : LineCommand(*app), owned_(std::move(app)) {}

CommandLine::CommandLine(const std::string& words, const std::string& name)
    : CommandLine(std::make_unique<CLI::App>(words, name)) {}

CommandLine::~CommandLine() = default;

CommandLine::Parsed CommandLine::parse(int argc, const char* const* argv, std::ostream& out) {
    try {
        owned_->parse(argc, argv);
        return {Outcome::parsed, {}};
    } catch (const CLI::Success& asked) {
        owned_->exit(asked, out, out);
        return {Outcome::help_given, {}};
    } catch (const CLI::ParseError& wrong) {
        return {Outcome::wrong, wrong.what()};
    }
}

} // namespace koltamga::app
