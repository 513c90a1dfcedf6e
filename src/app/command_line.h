// What a program's command line may say: commands, options, flags, and what a chosen command does.
// Parsing fills the variables it was given, which must outlive it. The one header of the programs
// that stands for CLI11.
#pragma once

#include "base/failure.h"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace koltamga::app {

// One option or argument just added.
class LineOption {
  public:
    explicit LineOption(CLI::Option& option) : option_(&option) {}
    void required();
    void between(int least, int most);

  private:
    CLI::Option* option_;
};

// A command, or the whole line; owned by the CommandLine it belongs to.
class LineCommand {
  public:
    // Descriptions are given in English; --help gives them in `language` (app/help_words.h).
    LineCommand(CLI::App& app, Language language) : app_(&app), language_(language) {}

    LineCommand command(const std::string& name, const std::string& words);
    void needs_command();

    // "--name" is an option, "NAME" a positional argument.
    LineOption option(const std::string& name, std::string& into, const std::string& words);
    LineOption option(const std::string& name, std::filesystem::path& into,
                      const std::string& words);
    LineOption option(const std::string& name, int& into, const std::string& words);
    // May be given several times.
    LineOption option(const std::string& name, std::vector<std::string>& into,
                      const std::string& words);
    void flag(const std::string& name, bool& into, const std::string& words);

    // Runs while parsing, once this command stands on the line.
    void chosen(std::function<void()> then);

  private:
    CLI::App* app_;
    Language language_;
};

class CommandLine : public LineCommand {
  public:
    CommandLine(const std::string& words, const std::string& name, Language language);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    enum class Outcome { parsed, help_given, wrong };
    struct Parsed {
        Outcome outcome;
        Texts wrong = {}; // what is wrong with the line, without a full stop
    };
    // Help, where asked for, goes to `out`.
    Parsed parse(int argc, const char* const* argv, std::ostream& out);

  private:
    CommandLine(std::unique_ptr<CLI::App> app, Language language);
    std::unique_ptr<CLI::App> owned_;
};

} // namespace koltamga::app
