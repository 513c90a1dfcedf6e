#include "app/ctl.h"

#include "app/mrz_words.h"
#include "base/file.h"
#include "domain/mrz.h"

namespace koltamga::app {
namespace {

constexpr std::size_t largest_zone = 64 * 1024;

Failure not_verified(const domain::Mrz& mrz) {
    return fail(Code::app_mrz_not_verified, mrz.reason);
}

Exit parse(Terminal& terminal, const Ctl& ctl, const std::filesystem::path& file) {
    const auto text = read_file(file, largest_zone);
    if (!text) {
        return terminal.failed(text.failure());
    }
    // Bishkek's day; a zone's two-digit years need no more.
    const auto today = domain::civil_date(ctl.clock.now(), 360);
    const auto mrz = domain::parse_mrz(text_of(*text), today);
    if (mrz.status == domain::MrzStatus::none) {
        return terminal.failed(domain::check_read(mrz).failure(), mrz_json(mrz));
    }
    if (mrz.status == domain::MrzStatus::refused) {
        terminal.tell(mrz_words(mrz, terminal.language()));
        return terminal.failed(not_verified(mrz), mrz_json(mrz));
    }
    terminal.answer(mrz_json(mrz), mrz_words(mrz, terminal.language()));
    return Exit::done;
}

} // namespace

void add_mrz_commands(LineCommand& line, Ctl& ctl) {
    auto mrz = line.command("mrz", "Machine readable zones");
    mrz.needs_command();
    auto parsing = mrz.command("parse", "Check the lines of a zone");
    auto file = std::make_shared<std::filesystem::path>();
    parsing.option("FILE", *file, "File with the lines, - for standard input").required();
    parsing.chosen([&ctl, file] {
        ctl.chosen = [&ctl, file](Terminal& terminal) { return parse(terminal, ctl, *file); };
    });
}

} // namespace koltamga::app
