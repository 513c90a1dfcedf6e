#include "app/ctl.h"

#include "app/enrolment.h"
#include "app/words.h"
#include "base/file.h"

#include <string>

namespace koltamga::app {
namespace {

constexpr std::size_t largest_code = 1024;

std::string trimmed(std::string text) {
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!text.empty() && blank(text.back())) {
        text.pop_back();
    }
    return text;
}

Result<EnrolledStation> enrol(const Ctl& ctl, const std::filesystem::path& code_file) {
    KOLTAMGA_TRY(const auto password, ctl.operator_password());
    KOLTAMGA_CHECK(require_one_standard_input({ctl.options.operator_password_file, code_file}));
    KOLTAMGA_TRY(const auto code, read_file(code_file, largest_code));
    return enrol_station(ctl.options, trimmed(text_of(code)), password, ctl.clock);
}

Exit give(Terminal& terminal, const EnrolledStation& enrolled) {
    const Texts words = {
        "Станция катталды: ", "Станция зарегистрирована: ", "The station is enrolled: "};
    terminal.answer({{"station", enrolled.station.text()},
                     {"epoch", enrolled.epoch},
                     {"keys",
                      {{"tls", enrolled.tls_key},
                       {"registration", enrolled.registration_key},
                       {"journal", enrolled.journal_key}}}},
                    in(terminal.language(), words) + enrolled.station.text());
    return Exit::done;
}

} // namespace

void add_station_commands(LineCommand& line, Ctl& ctl) {
    auto station = line.command("station", "This station");
    station.needs_command();
    auto enrolling = station.command("enrol", "Make this folder a station of the agency");
    auto code = std::make_shared<std::filesystem::path>();
    enrolling.option("--code", *code, "File with the one-time code, - for standard input")
        .required();
    enrolling.chosen([&ctl, code] {
        ctl.chosen = [&ctl, code](Terminal& terminal) {
            return end(terminal, enrol(ctl, *code),
                       [&](const auto& enrolled) { return give(terminal, enrolled); });
        };
    });
}

} // namespace koltamga::app
