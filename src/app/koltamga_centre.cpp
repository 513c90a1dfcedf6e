// koltamga-centre: the receiving side (`serve`), and with it the stand-ins for CA, vault and mail
// (`practice`). Hardens the process first; ends on SIGTERM and SIGINT.
#include "app/command_line.h"
#include "app/ctl.h"
#include "app/out_path.h"
#include "app/terminal.h"
#include "app/words.h"

#include "base/file.h"
#include "base/locked_pages.h"
#include "crypto/memory.h"
#include "practice/control.h"
#include "practice/practice_centre.h"

#include <algorithm>
#include <csignal>
#include <functional>
#include <iostream>

namespace {

using koltamga::Failure;
using koltamga::app::Exit;
using koltamga::app::in;
using koltamga::app::LineCommand;
using Outcome = koltamga::app::CommandLine::Outcome;
using koltamga::app::Json;
using koltamga::app::Terminal;

constexpr std::size_t largest_to_sign = std::size_t{16} << 20U;

// Everything the command line can say.
struct Line {
    bool json = false;
    std::string language;
    std::filesystem::path folder;
    koltamga::practice::PracticeSettings settings;
    std::string fault, application;
    std::filesystem::path password_file, sign, out;
    bool all = false;
    std::function<Exit(Terminal&)> chosen;
};

std::string faults_in_words() {
    std::string words;
    for (const auto& one : koltamga::practice::all_faults()) {
        const auto spelling =
            std::string(one.name) + (one.value.empty() ? "" : "=" + std::string(one.value));
        words += spelling + std::string(spelling.size() < 26 ? 26 - spelling.size() : 1, ' ') +
                 std::string(one.meaning) + "\n";
    }
    return words + "NAME=off takes one back, none takes all back\n";
}

bool asks_for_faults(const std::vector<std::string>& faults) {
    return std::ranges::find(faults, "help") != faults.end();
}

// The signals that end the program, held back from every thread from the start.
sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

// Whom to end: the failure's own sentence speaks of any program.
void tell_who_runs(Terminal& terminal, std::string_view holder) {
    constexpr std::string_view before_number = "process ";
    if (holder.starts_with(before_number)) {
        terminal.tell(
            in(terminal.language(), {"Борбор иштеп жатат, процесс ", "Центр уже работает, процесс ",
                                     "The centre is at work, process "}) +
            std::string(holder.substr(before_number.size())));
    }
}

Exit serve(Terminal& terminal, const Line& line) {
    if (asks_for_faults(line.settings.faults)) {
        terminal.answer(Json{{"faults", faults_in_words()}}, faults_in_words());
        return Exit::done;
    }
    const auto signals = ending_signals();
    static_cast<void>(pthread_sigmask(SIG_BLOCK, &signals, nullptr));
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    const koltamga::SystemClock clock;
    const auto centre = koltamga::practice::PracticeCentre::start(line.settings, clock);
    if (!centre) {
        if (centre.failed_with(koltamga::Code::db_second_instance)) {
            tell_who_runs(terminal, centre.failure().detail);
        }
        return terminal.failed(centre.failure());
    }
    terminal.answer(Json{{"ready", (*centre)->url()}}, "ready " + (*centre)->url() + "\n");
    std::cout.flush();
    int signal = 0;
    static_cast<void>(sigwait(&signals, &signal));
    (*centre)->stop();
    return Exit::done;
}

Exit set_fault(Terminal& terminal, const Line& line) {
    if (line.fault == "help") {
        terminal.answer(Json{{"faults", faults_in_words()}}, faults_in_words());
        return Exit::done;
    }
    const auto done = koltamga::practice::set_fault(line.folder, line.fault);
    if (!done) {
        return terminal.failed(done.failure());
    }
    terminal.answer(Json{{"fault", line.fault}},
                    in(terminal.language(), {"коюлду", "установлено", "set"}));
    return Exit::done;
}

Exit list_certificates(Terminal& terminal, const Line& line) {
    const auto certificates = koltamga::practice::certificates(line.folder);
    if (!certificates) {
        return terminal.failed(certificates.failure());
    }
    Json list = Json::array();
    std::string words;
    for (const auto& one : *certificates) {
        if (one.of_a_holder || line.all) {
            list.push_back(
                {{"serial", one.serial}, {"public_key", one.public_key}, {"status", one.status}});
            words += one.serial + " " + one.public_key + " " + one.status + "\n";
        }
    }
    terminal.answer(Json{{"certificates", list}}, words);
    return Exit::done;
}

Exit open_vault(Terminal& terminal, const Line& line) {
    const auto signature = [&]() -> koltamga::Result<koltamga::Bytes> {
        KOLTAMGA_CHECK(koltamga::app::require_good_out_file(
            line.out, {line.folder, {line.sign, line.password_file}}));
        KOLTAMGA_TRY(const auto password, koltamga::read_secret_file(line.password_file));
        KOLTAMGA_TRY(const auto message, koltamga::read_file(line.sign, largest_to_sign));
        return koltamga::practice::vault_sign(line.folder, line.application, password, message);
    }();
    if (!signature) {
        return terminal.failed(signature.failure());
    }
    if (const auto written = koltamga::write_file(line.out, *signature); !written) {
        return terminal.failed(written.failure());
    }
    terminal.answer(Json{{"signature", line.out.string()}},
                    in(terminal.language(), {"кол коюлду", "подписано", "signed"}));
    return Exit::done;
}

Exit verify(Terminal& terminal, const Line& line) {
    const auto verified = koltamga::practice::verify(line.folder);
    if (!verified) {
        return terminal.failed(verified.failure());
    }
    const bool sound = verified->broken.empty();
    const auto language = terminal.language();
    std::string words = in(language, {"жазуулар: ", "записей: ", "entries: "}) +
                        std::to_string(verified->entries) +
                        in(language, {", мазмундар: ", ", содержаний: ", ", bodies: "}) +
                        std::to_string(verified->bodies) +
                        in(language, {", тил каттар: ", ", квитанций: ", ", receipts: "}) +
                        std::to_string(verified->receipts) +
                        (sound ? in(language, {"; баары бүтүн", "; всё цело", "; sound"})
                               : in(language, {"; бузулган", "; повреждено", "; broken"})) +
                        "\n";
    for (const auto& one : verified->broken) {
        words += one + "\n";
    }
    terminal.answer(Json{{"verdict", sound ? "sound" : "broken"},
                         {"stations", verified->stations},
                         {"entries", verified->entries},
                         {"bodies", verified->bodies},
                         {"blobs", verified->blobs},
                         {"receipts", verified->receipts},
                         {"broken", verified->broken}},
                    words);
    return sound ? Exit::done : Exit::refused;
}

void add_serving(LineCommand& app, Line& line) {
    auto practice = app.command("practice", "CA, receiver, vault and mail, for practice");
    practice.option("--data", line.settings.folder,
                    "The folder that holds all of it; has to be given");
    practice.option("--port", line.settings.port, "The port; otherwise the last, or any free")
        .between(1, 65535);
    practice.option("--fault", line.settings.faults, "NAME[=VALUE]; help lists them");
    practice.chosen([&line] { line.chosen = [&line](Terminal& t) { return serve(t, line); }; });
    auto receiver = app.command("serve", "The receiving side alone");
    receiver.option("--data", line.settings.folder, "Its folder").required();
    receiver.option("--port", line.settings.port, "The port").between(1, 65535);
    receiver.chosen([&line] {
        line.settings.receiver_only = true;
        line.chosen = [&line](Terminal& t) { return serve(t, line); };
    });
}

using Command = Exit (*)(Terminal&, const Line&);

LineCommand add(LineCommand& app, Line& line, const char* name, const char* what, Command command) {
    auto sub = app.command(name, what);
    sub.option("DIR", line.folder, "The practice centre's folder").required();
    sub.flag("--json", line.json, "One JSON object");
    sub.chosen([&line, command] {
        line.chosen = [&line, command](Terminal& t) { return command(t, line); };
    });
    return sub;
}

void add_commands(LineCommand& app, Line& line) {
    add_serving(app, line);
    auto fault = add(app, line, "fault", "Make something go wrong while it runs", &set_fault);
    fault.option("NAME", line.fault, "NAME[=VALUE]; help lists them").required();
    auto list = add(app, line, "certificates", "What the CA has issued", &list_certificates);
    list.flag("--all", line.all, "Stations' and services', too");
    auto vault = add(app, line, "vault-open", "Sign with a delivered key", &open_vault);
    vault.option("APPLICATION", line.application, "Its record id").required();
    vault.option("--password-file", line.password_file, "FILE or -").required();
    vault.option("--sign", line.sign, "What to sign").required();
    vault.option("--out", line.out, "Where the signature goes (DER)").required();
    add(app, line, "verify", "Verify what the receiver holds", &verify);
}

Exit run_chosen(const Line& line, Terminal& terminal) {
    try {
        return line.chosen(terminal);
    } catch (const std::exception&) { // a bug or no memory
        return terminal.failed(koltamga::app::surprise());
    }
}

int run(int argc, char** argv) {
    const auto language = koltamga::app::spoken_language(argc, argv);
    koltamga::app::CommandLine app("Koltamga: the receiving centre, and a practice centre",
                                   "koltamga-centre", language);
    Line line;
    app.option("--language", line.language, "ky, ru or en: what the terminal speaks");
    app.flag("--json", line.json, "One JSON object on standard output");
    app.needs_command();
    add_commands(app, line);
    const auto parsed = app.parse(argc, argv, std::cout);
    if (parsed.outcome == Outcome::help_given) {
        return static_cast<int>(Exit::done);
    }
    const bool wrong = parsed.outcome == Outcome::wrong;
    Terminal terminal(std::cout, std::cerr,
                      wrong ? koltamga::app::wants_json(argc, argv) : line.json, language);
    if (wrong) {
        return static_cast<int>(terminal.failed(koltamga::app::usage_failure(parsed.wrong)));
    }
    const bool only_lists = asks_for_faults(line.settings.faults);
    if (line.folder.empty() && line.settings.folder.empty() && !only_lists) {
        return static_cast<int>(terminal.failed(koltamga::app::usage_failure(
            {"«--data» көрсөтүлгөн эмес", "не указано: --data", "--data is missing"})));
    }
    return static_cast<int>(run_chosen(line, terminal));
}

} // namespace

int main(int argc, char** argv) {
    koltamga::harden_process();
    koltamga::crypto::install_wiping_allocator(); // vault-open has a password and a key
    try {
        return run(argc, argv);
    } catch (const std::exception&) { // a bug or no memory: the last edge; it may say anything
        Terminal terminal(std::cout, std::cerr, koltamga::app::wants_json(argc, argv),
                          koltamga::app::spoken_language(argc, argv));
        return static_cast<int>(terminal.failed(koltamga::app::surprise()));
    }
}
