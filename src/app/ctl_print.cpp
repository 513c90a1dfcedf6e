#include "app/ctl.h"

#include "app/papers.h"
#include "app/print_words.h"
#include "app/words.h"

namespace koltamga::app {
namespace {

struct PrintLine {
    std::string id, paper, language;
    PrintOptions how;
};

struct Sent {
    PrintRun run;
    issuance::Paper paper{};
    std::string warning; // the paper has no force any more
};

Result<std::optional<issuance::Paper>> paper_wanted(const std::string& spelled) {
    const auto paper = issuance::paper_named(spelled);
    if (!spelled.empty() && !paper) {
        return expects("--paper", "agreement, sheet, refusal");
    }
    return paper;
}

// The desk, and with it the station's lock, is given back before anybody waits for a printer.
Result<Sent> send_away(const Ctl& ctl, const printing::Spooler& spooler, const PrintLine& line,
                       Language language) {
    KOLTAMGA_TRY(const auto wanted, paper_wanted(line.paper));
    KOLTAMGA_TRY(const auto languages, languages_wanted(line.language));
    KOLTAMGA_TRY(const auto id, parse_application_id(line.id));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    KOLTAMGA_CHECK(db::require_writer(desk->session()));
    KOLTAMGA_TRY(const auto application, desk->runner().read(id));
    const auto paper = wanted.value_or(usual_paper(application));
    KOLTAMGA_TRY(auto run,
                 send_paper(*desk, spooler, application, paper,
                            {languages, line.how.printer, static_cast<unsigned>(line.how.copies)}));
    return Sent{std::move(run), paper, without_force(application, language)};
}

Exit print(Terminal& terminal, const Ctl& ctl, const PrintLine& line) {
    const printing::Spooler spooler;
    return end(terminal, send_away(ctl, spooler, line, terminal.language()), [&](const Sent& sent) {
        if (!sent.warning.empty()) {
            terminal.tell(sent.warning);
        }
        return end_of_printing(terminal, spooler, sent.run,
                               std::chrono::seconds(line.how.wait_seconds),
                               {{"application", line.id}, {"paper", name_of(sent.paper)}});
    });
}

} // namespace

void add_print_command(LineCommand& line, Ctl& ctl) {
    auto command = line.command("print", "Print a paper of an application");
    auto wanted = std::make_shared<PrintLine>();
    command.option("ID", wanted->id, "Record id").required();
    command.option("--paper", wanted->paper,
                   "agreement (if not given; of a refused one the refusal), sheet or refusal");
    command.option("--language", wanted->language, "ky, ru, en or ky+ru");
    command.option("--printer", wanted->how.printer, "Its name; otherwise the default");
    command.option("--copies", wanted->how.copies, "How many, at most 5").between(1, most_copies);
    command.option("--wait", wanted->how.wait_seconds, "Seconds to wait for it, at most 600")
        .between(0, 600);
    command.chosen([&ctl, wanted] {
        ctl.chosen = [&ctl, wanted](Terminal& terminal) { return print(terminal, ctl, *wanted); };
    });
}

} // namespace koltamga::app
