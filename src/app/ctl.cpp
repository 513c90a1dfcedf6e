#include "app/ctl.h"

#include "base/file.h"
#include "base/log.h"

#include <algorithm>
#include <ostream>
#include <string_view>

namespace koltamga::app {
namespace {

Failure operator_missing() {
    return fail(Code::app_operator_missing);
}
Failure surprise() {
    return fail(Code::app_surprise);
}

void add_global_options(LineCommand& line, Ctl& ctl) {
    ctl.options.data = default_data_folder();
    line.option("--profile", ctl.options.profile, "Office profile (TOML)");
    line.option("--data", ctl.options.data, "The station's data folder");
    line.flag("--json", ctl.options.json, "One JSON object on standard output");
    line.option("--operator", ctl.options.operator_name, "Who signs in");
    line.option("--operator-password-file", ctl.options.operator_password_file,
                "File with the operator's password, - for standard input");
    line.needs_command();
}

void add_commands(LineCommand& line, Ctl& ctl) {
    add_station_commands(line, ctl);
    add_operator_commands(line, ctl);
    add_issue_commands(line, ctl);
    add_application_commands(line, ctl);
    add_decide_commands(line, ctl);
    add_mrz_commands(line, ctl);
    add_journal_commands(line, ctl);
    add_sync_commands(line, ctl);
    add_backup_commands(line, ctl);
    add_profile_commands(line, ctl);
    add_doctor_commands(line, ctl);
}

// Before parsing succeeds nobody knows the options; --json must hold for parse errors too.
bool wants_json(int argc, const char* const* argv) {
    return std::any_of(argv + 1, argv + argc,
                       [](const char* word) { return std::string_view(word) == "--json"; });
}

Exit run_chosen(Ctl& ctl, Terminal& terminal) {
    try {
        return ctl.chosen(terminal);
    } catch (const std::exception&) {
        // What it says may hold anything; the journal and the technical log have the rest.
        log::event("surprise");
        return terminal.failed(surprise());
    }
}

} // namespace

Failure usage_failure(std::string detail) {
    return fail(Code::app_usage, std::move(detail));
}

Result<SecretBytes> Ctl::operator_password() const {
    if (options.operator_name.empty() || options.operator_password_file.empty()) {
        return operator_missing();
    }
    return read_secret_file(options.operator_password_file);
}

int run_koltamgactl(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
    Ctl ctl;
    CommandLine line("Koltamga at the terminal", "koltamgactl");
    add_global_options(line, ctl);
    add_commands(line, ctl);
    const auto parsed = line.parse(argc, argv, out);
    if (parsed.outcome == CommandLine::Outcome::help_given) {
        return static_cast<int>(Exit::done);
    }
    if (parsed.outcome == CommandLine::Outcome::wrong) {
        Terminal terminal(out, err, wants_json(argc, argv), terminal_language());
        return static_cast<int>(terminal.failed(usage_failure(parsed.detail)));
    }
    Terminal terminal(out, err, ctl.options.json, terminal_language());
    return static_cast<int>(run_chosen(ctl, terminal));
}

} // namespace koltamga::app
