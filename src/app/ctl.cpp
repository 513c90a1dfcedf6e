#include "app/ctl.h"

#include "app/words.h"
#include "base/file.h"
#include "base/log.h"

#include <algorithm>
#include <ostream>

namespace koltamga::app {
namespace {

Failure operator_missing() {
    return fail(Code::app_operator_missing);
}

// The work is done, and whoever asked for it heard nothing of it.
Failure answer_lost() {
    return fail(Code::app_answer_lost);
}

void add_global_options(LineCommand& line, Ctl& ctl) {
    ctl.options.data = default_data_folder();
    line.option("--profile", ctl.options.profile, "Office profile (TOML)");
    line.option("--data", ctl.options.data, "The station's data folder");
    line.option("--language", ctl.options.language, "ky, ru or en: what the terminal speaks");
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
    add_paper_commands(line, ctl);
    add_print_command(line, ctl);
    add_decide_commands(line, ctl);
    add_mrz_commands(line, ctl);
    add_journal_commands(line, ctl);
    add_sync_commands(line, ctl);
    add_backup_commands(line, ctl);
    add_profile_commands(line, ctl);
    add_erase_commands(line, ctl);
    add_doctor_commands(line, ctl);
}

// A password that nobody asked for was not checked either, and must not look as if it had been.
void tell_unused_password(const Ctl& ctl, Terminal& terminal) {
    const auto& options = ctl.options;
    const bool given = !options.operator_name.empty() || !options.operator_password_file.empty();
    if (given && !ctl.password_asked()) {
        terminal.note(in(terminal.language(),
                         {"Бул буйрукка кирүү керек эмес: кызматкердин аты менен сырсөзү "
                          "текшерилген жок.",
                          "Для этой команды входить не нужно: имя и пароль сотрудника не "
                          "проверялись.",
                          "Nobody needs to sign in for this command: the operator's name and "
                          "password were not checked."}));
    }
}

Done check_language(const Options& options) {
    const auto& name = options.language;
    const bool known = name.empty() || name == "ky" || name == "ru" || name == "en";
    return known ? Done() : Done(expects("--language", "ky, ru, en"));
}

Exit run_chosen(Ctl& ctl, Terminal& terminal) {
    if (const auto spoken = check_language(ctl.options); !spoken) {
        return terminal.failed(spoken.failure());
    }
    try {
        const auto exit = ctl.chosen(terminal);
        if (exit == Exit::done) {
            tell_unused_password(ctl, terminal);
        }
        return exit;
    } catch (const std::exception& exception) {
        // What it says may hold anything, so the technical log has its type alone.
        log::event("surprise", {log::Fact::type(exception)});
        return terminal.failed(surprise());
    }
}

} // namespace

Failure usage_failure(const Texts& what) {
    return fail(Code::app_usage, in(Language::en, what), {{"what", what}});
}

Failure expects(const std::string& option, const std::string& values) {
    return usage_failure({"«" + option + "» төмөнкүлөрдүн бирин күтөт: " + values,
                          "«" + option + "» принимает одно из: " + values,
                          "“" + option + "” expects one of: " + values});
}

Failure expects_a_file(const std::string& option) {
    return usage_failure({"«" + option + "» файлдын атын күтөт", "«" + option + "» ждёт имя файла",
                          "“" + option + "” expects the name of a file"});
}

Done require_one_standard_input(std::initializer_list<std::filesystem::path> files) {
    if (std::ranges::count(files, std::filesystem::path("-")) > 1) {
        return usage_failure({"«-» эки жолу жазылган: стандарттык киргизүү бир гана жолу окулат",
                              "«-» указан дважды: стандартный ввод читается только один раз",
                              "“-” stands there twice: standard input can be read once only"});
    }
    return {};
}

Failure surprise() {
    return fail(Code::app_surprise);
}

Result<SecretBytes> Ctl::operator_password() const {
    password_asked_ = true;
    if (options.operator_name.empty() || options.operator_password_file.empty()) {
        return operator_missing();
    }
    return read_secret_file(options.operator_password_file);
}

CommandLine::Parsed read_line(Ctl& ctl, Language language, int argc, const char* const* argv,
                              std::ostream& out) {
    CommandLine line("Koltamga at the terminal", "koltamgactl", language);
    add_global_options(line, ctl);
    add_commands(line, ctl);
    return line.parse(argc, argv, out);
}

int run_koltamgactl(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
    const auto language = spoken_language(argc, argv);
    Ctl ctl;
    const auto parsed = read_line(ctl, language, argc, argv, out);
    if (parsed.outcome == CommandLine::Outcome::help_given) {
        return static_cast<int>(Exit::done);
    }
    if (parsed.outcome == CommandLine::Outcome::wrong) {
        Terminal terminal(out, err, wants_json(argc, argv), language);
        return static_cast<int>(terminal.failed(usage_failure(parsed.wrong)));
    }
    Terminal terminal(out, err, ctl.options.json, language);
    const auto exit = run_chosen(ctl, terminal);
    const bool lost = exit == Exit::done && !out.flush();
    return static_cast<int>(lost ? terminal.failed(answer_lost()) : exit);
}

} // namespace koltamga::app
