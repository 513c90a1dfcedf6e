#include "app/ctl.h"

#include "base/file.h"
#include "domain/mrz.h"

namespace koltamga::app {
namespace {

constexpr std::size_t largest_zone = 64 * 1024;

Failure not_verified(const domain::Mrz& mrz) {
    return fail(Code::app_mrz_not_verified, mrz.reason);
}

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json fields_json(const domain::MrzFields& fields) {
    return {{"document_code", fields.document_code},
            {"issuing_state", fields.issuing_state},
            {"surname", fields.surname},
            {"given_names", fields.given_names},
            {"names_cut_off", fields.names_cut_off},
            {"document_number", fields.document_number},
            {"nationality", fields.nationality},
            {"birth_date", fields.birth_date ? Json(fields.birth_date->iso()) : Json()},
            {"sex", to_text(fields.sex)},
            {"expires", fields.expires ? Json(fields.expires->iso()) : Json()},
            {"optional_data", fields.optional_data},
            {"optional_data_second", fields.optional_data_second},
            {"pin", or_null(domain::personal_number_in(fields).value_or(""))}};
}

Json check_json(const domain::MrzCheck& check) {
    return {{"name", check.name},
            {"line", check.line},
            {"position", check.position},
            {"expected", std::string(1, check.expected)},
            {"found", std::string(1, check.found)},
            {"fits", check.fits}};
}

Json mrz_json(const domain::Mrz& mrz) {
    Json checks = Json::array();
    for (const auto& check : mrz.checks) {
        checks.push_back(check_json(check));
    }
    return {{"status", to_text(mrz.status)},
            {"format", mrz.format ? Json(to_text(*mrz.format)) : Json()},
            {"lines", mrz.lines},
            {"fields", mrz.status == domain::MrzStatus::none ? Json() : fields_json(mrz.fields)},
            {"checks", std::move(checks)},
            {"reason", or_null(mrz.reason)}};
}

std::string mrz_words(const domain::Mrz& mrz) {
    std::string words(to_text(mrz.status));
    if (mrz.format) {
        words += ' ';
        words += to_text(*mrz.format);
    }
    for (const auto& line : mrz.lines) {
        words += "\n  " + line;
    }
    return words + '\n';
}

Exit parse(Terminal& terminal, const Ctl& ctl, const std::filesystem::path& file) {
    const auto text = read_file(file, largest_zone);
    if (!text) {
        return terminal.failed(text.failure());
    }
    // Bishkek's day; a zone's two-digit years need no more.
    const auto today = domain::civil_date(ctl.clock.now(), 360);
    const auto mrz = domain::parse_mrz(text_of(*text), today);
    if (mrz.status != domain::MrzStatus::read) {
        return terminal.failed(not_verified(mrz), mrz_json(mrz));
    }
    terminal.answer(mrz_json(mrz), mrz_words(mrz));
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
