#include "tests/secrets/marked.h"

#include <fmt/format.h>

namespace koltamga::secrets {
namespace {

// Two letters for a number below 100: a name has no digits.
std::string latin_letters(unsigned number) {
    return {static_cast<char>('A' + number / 10), static_cast<char>('K' + number % 10)};
}

std::string cyrillic_letters(unsigned number) {
    static const char* const letters[] = {"а", "б", "в", "г", "д", "ж", "к", "л", "м", "н"};
    return std::string(letters[number / 10]) + letters[number % 10];
}

std::string further_lines(const Marked& marked) {
    return fmt::format("surname_cyrillic = \"{}\"\ngiven_names_cyrillic = \"{}\"\n"
                       "patronymic = \"{}\"\n",
                       marked.surname_cyrillic, marked.given_names_cyrillic, marked.patronymic);
}

} // namespace

Marked marked(unsigned number) {
    Marked one;
    const auto latin = latin_letters(number);
    const auto cyrillic = cyrillic_letters(number);
    one.name = fmt::format("applicant {}", number);
    one.surname_cyrillic = "Белгилүүев" + cyrillic;
    one.given_names_cyrillic = "Сынакбек" + cyrillic;
    one.patronymic = "Өзгөчөевич" + cyrillic;
    one.password = fmt::format("Жашыруун {:02} сөз, my own {}", number, latin);
    auto& person = one.person;
    person.pin = fmt::format("201011990{:04}7", 7100 + number);
    person.surname = "BELGILUUEV" + latin;
    person.given_names = "SYNAKBEK" + latin;
    person.document = fmt::format("ID73100{:02}", number);
    person.email = fmt::format("belgi.{:02}@synak.example.com", number);
    person.phone = fmt::format("+9967007315{:02}", number);
    person.password = fmt::format("applicant-{}", number);
    person.papers = fmt::format("{}", number);
    person.more = further_lines(one);
    return one;
}

Marked marked_minor(unsigned number) {
    auto one = marked(number);
    one.person.pin = fmt::format("215062010{:04}7", 7100 + number);
    one.person.birth_date = "2010-06-15";
    return one;
}

void search_for(LeakSearch& search, const Marked& marked) {
    const auto& person = marked.person;
    const std::pair<const char*, std::string> secrets[] = {
        {"personal number", person.pin},
        {"surname", person.surname},
        {"given names", person.given_names},
        {"surname in Cyrillic", marked.surname_cyrillic},
        {"given names in Cyrillic", marked.given_names_cyrillic},
        {"patronymic", marked.patronymic},
        {"document's number", person.document},
        {"e-mail", person.email},
        {"phone", person.phone},
        {"phone's digits", person.phone.substr(4)},
        {"password", marked.password},
    };
    for (const auto& [what, text] : secrets) {
        search.add_text(marked.name + "'s " + what, text);
    }
}

} // namespace koltamga::secrets
