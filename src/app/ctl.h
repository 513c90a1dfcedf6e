// koltamgactl: the use cases of the window, at a terminal. Each file ctl_*.cpp adds its commands to
// the command line; parsing only chooses which one runs, so that a wrong line touches nothing.
#pragma once

#include "app/command_line.h"
#include "app/options.h"
#include "app/terminal.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret_bytes.h"

#include <functional>
#include <initializer_list>
#include <memory>

namespace koltamga::app {

class Ctl {
  public:
    Options options;
    SystemClock clock;
    // Chosen by parsing; run once afterwards.
    std::function<Exit(Terminal&)> chosen;

    // The operator's password, from its file or standard input. Fails with app.operator-missing.
    Result<SecretBytes> operator_password() const;
    bool password_asked() const { return password_asked_; }

  private:
    mutable bool password_asked_ = false; // whether the command that ran signed anybody in
};

// The line was not what the command expects: what is wrong, without a full stop, by Language.
Failure usage_failure(const Texts& what);
// The option takes one of these values: "holder, supervisor".
Failure expects(const std::string& option, const std::string& values);
// The option names a file; "-" is none here.
Failure expects_a_file(const std::string& option);
// Standard input can be read once only: at most one of the files is "-".
Done require_one_standard_input(std::initializer_list<std::filesystem::path> files);
// Something happened that nobody foresaw.
Failure surprise();

void add_station_commands(LineCommand& line, Ctl& ctl);
void add_operator_commands(LineCommand& line, Ctl& ctl);
void add_issue_commands(LineCommand& line, Ctl& ctl);
void add_application_commands(LineCommand& line, Ctl& ctl);
void add_paper_commands(LineCommand& line, Ctl& ctl);
void add_print_command(LineCommand& line, Ctl& ctl);
void add_decide_commands(LineCommand& line, Ctl& ctl);
void add_mrz_commands(LineCommand& line, Ctl& ctl);
void add_journal_commands(LineCommand& line, Ctl& ctl);
void add_sync_commands(LineCommand& line, Ctl& ctl);
void add_backup_commands(LineCommand& line, Ctl& ctl);
void add_profile_commands(LineCommand& line, Ctl& ctl);
void add_erase_commands(LineCommand& line, Ctl& ctl);
void add_doctor_commands(LineCommand& line, Ctl& ctl);

// Chooses the command of the line and runs nothing. `ctl` outlives what is chosen.
// Help is in `language`.
CommandLine::Parsed read_line(Ctl& ctl, Language language, int argc, const char* const* argv,
                              std::ostream& out);

// Parses and runs. Catches everything; each end is one of CONTRACT's exit statuses.
int run_koltamgactl(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

// How a command's result ends: its answer was given, or its failure is told.
template <class Value, class Give>
Exit end(Terminal& terminal, const Result<Value>& result, Give give) {
    if (!result) {
        return terminal.failed(result.failure());
    }
    return give(result.value());
}

} // namespace koltamga::app
