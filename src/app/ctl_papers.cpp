#include "app/ctl.h"

#include "app/day_register.h"
#include "app/out_path.h"
#include "app/papers.h"
#include "base/file.h"

namespace koltamga::app {
namespace {

struct Wanted {
    std::string what; // a record id, or a day
    std::string language;
    std::filesystem::path out;
};

struct Written {
    std::string path;
    std::size_t applications = 0;
};

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

Result<Written> write_register(const Ctl& ctl, const Wanted& wanted) {
    KOLTAMGA_CHECK(require_good_out_file(wanted.out, paper_rule(ctl.options)));
    KOLTAMGA_TRY(const auto languages, languages_wanted(wanted.language));
    const auto day = domain::Date::parse(wanted.what);
    if (!day) {
        return expects("--on", "YYYY-MM-DD");
    }
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::read));
    KOLTAMGA_TRY(const auto record, day_register(*desk, *day));
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

Exit register_of_a_day(Terminal& terminal, const Ctl& ctl, const Wanted& wanted) {
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
    command.option("--out", wanted->out, "PDF file to write").required();
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
    add_paper(refused, ctl, refused_one, refusal);
    auto listed = line.command("register", "Write the register of a day");
    auto listed_day = std::make_shared<Wanted>();
    listed.option("--on", listed_day->what, "The day, YYYY-MM-DD").required();
    add_paper(listed, ctl, listed_day, register_of_a_day);
}

} // namespace koltamga::app
