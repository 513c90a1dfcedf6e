#include "app/ctl.h"

#include "app/day_register.h"
#include "app/out_path.h"
#include "app/papers.h"
#include "app/print_words.h"
#include "base/file.h"

namespace koltamga::app {
namespace {

struct Wanted {
    std::string what; // a record id, or a day
    std::string language;
    std::filesystem::path out;
    PrintOptions print;
};

struct Written {
    std::string path;
    std::size_t applications = 0;
};

Failure one_of_two_ways() {
    return usage_failure({"`--out FILE` же `--printer NAME` керек, экөөнүн бири",
                          "Нужно одно из двух: `--out FILE` или `--printer NAME`",
                          "One of the two is needed: `--out FILE` or `--printer NAME`"});
}

Written written_to(const std::filesystem::path& out, std::size_t applications) {
    return {std::filesystem::absolute(out).string(), applications};
}

Result<Written> write_refusal(const Ctl& ctl, const Wanted& wanted) {
    KOLTAMGA_CHECK(require_good_out_file(wanted.out, paper_rule(ctl.options)));
    KOLTAMGA_TRY(const auto languages, languages_wanted(wanted.language));
    KOLTAMGA_TRY(const auto id, parse_application_id(wanted.what));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::read));
    KOLTAMGA_TRY(const auto application, desk->runner().read(id));
    KOLTAMGA_TRY(const auto paper, desk->refusal(application, languages));
    KOLTAMGA_CHECK(write_file(wanted.out, paper));
    return written_to(wanted.out, 1);
}

Result<domain::Date> day_wanted(const std::string& spelled) {
    const auto day = domain::Date::parse(spelled);
    return day ? Result(*day) : expects("--on", "YYYY-MM-DD");
}

Result<Written> write_register(const Ctl& ctl, const Wanted& wanted) {
    KOLTAMGA_CHECK(require_good_out_file(wanted.out, paper_rule(ctl.options)));
    KOLTAMGA_TRY(const auto languages, languages_wanted(wanted.language));
    KOLTAMGA_TRY(const auto day, day_wanted(wanted.what));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::read));
    KOLTAMGA_TRY(const auto record, day_register(*desk, day));
    KOLTAMGA_TRY(const auto paper, desk->day_register(record, languages));
    KOLTAMGA_CHECK(write_file(wanted.out, paper));
    return written_to(wanted.out, record.rows.size());
}

Exit refusal(Terminal& terminal, const Ctl& ctl, const Wanted& wanted) {
    return end(terminal, write_refusal(ctl, wanted), [&](const Written& written) {
        terminal.answer({{"application", wanted.what}, {"refusal", written.path}}, written.path);
        return Exit::done;
    });
}

Result<PrintRun> send_register_away(const Ctl& ctl, const printing::Spooler& spooler,
                                    const Wanted& wanted) {
    KOLTAMGA_TRY(const auto languages, languages_wanted(wanted.language));
    KOLTAMGA_TRY(const auto day, day_wanted(wanted.what));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    return send_register(
        *desk, spooler, day,
        {languages, wanted.print.printer, static_cast<unsigned>(wanted.print.copies)});
}

Exit print_register(Terminal& terminal, const Ctl& ctl, const Wanted& wanted) {
    const printing::Spooler spooler;
    return end(terminal, send_register_away(ctl, spooler, wanted), [&](const PrintRun& run) {
        return end_of_printing(terminal, spooler, run,
                               std::chrono::seconds(wanted.print.wait_seconds),
                               {{"date", wanted.what}});
    });
}

// To a file, or to a printer where one is named.
Exit register_of_a_day(Terminal& terminal, const Ctl& ctl, const Wanted& wanted) {
    if (wanted.out.empty() == wanted.print.printer.empty()) {
        return terminal.failed(one_of_two_ways());
    }
    if (wanted.out.empty()) {
        return print_register(terminal, ctl, wanted);
    }
    return end(terminal, write_register(ctl, wanted), [&](const Written& written) {
        terminal.answer({{"date", wanted.what},
                         {"register", written.path},
                         {"applications", written.applications}},
                        written.path);
        return Exit::done;
    });
}

using Writes = Exit (*)(Terminal&, const Ctl&, const Wanted&);

void add_paper(LineCommand command, Ctl& ctl, const std::shared_ptr<Wanted>& wanted,
               Writes writes) {
    command.option("--language", wanted->language, "ky, ru, en or ky+ru");
    command.chosen([&ctl, wanted, writes] {
        ctl.chosen = [&ctl, wanted, writes](Terminal& terminal) {
            return writes(terminal, ctl, *wanted);
        };
    });
}

} // namespace

void add_paper_commands(LineCommand& line, Ctl& ctl) {
    auto refused = line.command("refusal", "Write the refusal of an application");
    auto refused_one = std::make_shared<Wanted>();
    refused.option("ID", refused_one->what, "Record id").required();
    refused.option("--out", refused_one->out, "PDF file to write").required();
    add_paper(refused, ctl, refused_one, refusal);
    auto listed = line.command("register", "Write or print the register of a day");
    auto listed_day = std::make_shared<Wanted>();
    listed.option("--on", listed_day->what, "The day, YYYY-MM-DD").required();
    listed.option("--out", listed_day->out, "PDF file to write");
    listed.option("--printer", listed_day->print.printer, "Printer to print it on");
    listed.option("--wait", listed_day->print.wait_seconds, "Seconds to wait for it, at most 600")
        .between(0, 600);
    add_paper(listed, ctl, listed_day, register_of_a_day);
}

} // namespace koltamga::app
