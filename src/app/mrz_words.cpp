#include "app/mrz_words.h"

#include "app/words.h"

#include <algorithm>

namespace koltamga::app {
namespace {

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

Json flaw_json(const domain::MrzFlaw& flaw) {
    return {{"what", flaw.what}, {"line", flaw.line}, {"position", flaw.position}};
}

struct Named {
    std::string_view what;
    std::array<std::string_view, 3> texts;
};

constexpr Named names[] = {
    {"document-number", {"документтин номери", "номер документа", "document number"}},
    {"birth-date", {"туулган күнү", "дата рождения", "date of birth"}},
    {"expiry-date", {"жарактуулук мөөнөтү", "срок действия", "date of expiry"}},
    {"optional-data", {"кошумча маалымат", "дополнительные данные", "optional data"}},
    {"composite", {"бүт зона", "вся зона", "whole zone"}},
    {"document-code", {"документтин коду", "код документа", "document code"}},
    {"issuing-state", {"берген мамлекет", "выдавшее государство", "issuing state"}},
    {"nationality", {"жарандыгы", "гражданство", "nationality"}},
    {"sex", {"жынысы", "пол", "sex"}},
    {"names", {"аты-жөнү", "имя", "names"}},
    {"character",
     {"зонада болбой турган белги", "знак, которого в зоне не бывает",
      "a character that no zone holds"}},
};

std::string name_in(Language language, std::string_view what) {
    const auto found = std::ranges::find(names, what, &Named::what);
    return found == std::end(names) ? std::string(what)
                                    : std::string(found->texts[static_cast<std::size_t>(language)]);
}

std::string place_of(const domain::MrzFlaw& flaw, Language language) {
    const auto line = std::to_string(flaw.line);
    const auto position = std::to_string(flaw.position);
    return in(language,
              {line + "-сап, " + position + "-орун", "строка " + line + ", позиция " + position,
               "line " + line + ", position " + position});
}

// "line 2, position 7: check digit of the date of birth: found 2, right would be 1"
std::string flaw_words(const domain::Mrz& mrz, const domain::MrzFlaw& flaw, Language language) {
    constexpr std::string_view check_digit = "check-digit ";
    const auto words = "  " + place_of(flaw, language) + ": ";
    if (!flaw.what.starts_with(check_digit)) {
        return words + name_in(language, flaw.what) + "\n";
    }
    const auto what = name_in(language, std::string_view(flaw.what).substr(check_digit.size()));
    const auto check = std::ranges::find_if(mrz.checks, [&](const domain::MrzCheck& one) {
        return one.line == flaw.line && one.position == flaw.position && !one.fits;
    });
    const std::string found(1, check == mrz.checks.end() ? '?' : check->found);
    const std::string right(1, check == mrz.checks.end() ? '?' : check->expected);
    return words +
           in(language, {"текшерүү цифрасы (" + what + "): " + found + ", туурасы " + right,
                         "контрольная цифра (" + what + "): " + found + ", верно было бы " + right,
                         "check digit (" + what + "): " + found + ", right would be " + right}) +
           "\n";
}

// A line of marks below a line of the zone; empty where nothing is wrong.
std::string marks_below(const domain::Mrz& mrz, std::size_t line) {
    std::string marks(mrz.lines[line - 1].size(), ' ');
    for (const auto& flaw : mrz.flaws) {
        if (flaw.line == line && flaw.position <= marks.size()) {
            marks[flaw.position - 1] = '^';
        }
    }
    const auto last = marks.find_last_of('^');
    return last == std::string::npos ? std::string() : "  " + marks.substr(0, last + 1) + "\n";
}

Texts texts_of(domain::MrzStatus status) {
    switch (status) {
    case domain::MrzStatus::read:
        return {"Окулду", "Прочитано", "Read"};
    case domain::MrzStatus::refused:
        return {"Четке кагылды", "Отклонено", "Refused"};
    case domain::MrzStatus::none:
        break;
    }
    return {"Зона жок", "Зоны нет", "No zone"};
}

} // namespace

Json mrz_json(const domain::Mrz& mrz) {
    Json checks = Json::array();
    for (const auto& check : mrz.checks) {
        checks.push_back(check_json(check));
    }
    Json flaws = Json::array();
    for (const auto& flaw : mrz.flaws) {
        flaws.push_back(flaw_json(flaw));
    }
    return {{"status", to_text(mrz.status)},
            {"format", mrz.format ? Json(to_text(*mrz.format)) : Json()},
            {"lines", mrz.lines},
            {"fields", mrz.status == domain::MrzStatus::none ? Json() : fields_json(mrz.fields)},
            {"checks", std::move(checks)},
            {"flaws", std::move(flaws)},
            {"reason", or_null(mrz.reason)}};
}

std::string mrz_words(const domain::Mrz& mrz, Language language) {
    std::string words = in(language, texts_of(mrz.status));
    words += mrz.format ? " (" + std::string(to_text(*mrz.format)) + ")\n" : "\n";
    for (std::size_t line = 1; line <= mrz.lines.size(); ++line) {
        words += "  " + mrz.lines[line - 1] + "\n" + marks_below(mrz, line);
    }
    for (const auto& flaw : mrz.flaws) {
        words += flaw_words(mrz, flaw, language);
    }
    return words;
}

} // namespace koltamga::app
