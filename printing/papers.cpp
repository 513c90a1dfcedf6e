#include "printing/papers.h"

namespace koltamga::printing {
namespace {

void append_name(std::string& to, const std::string& name) {
    to += (to.empty() || name.empty() ? "" : " ") + name;
}

} // namespace

std::string full_name(const PaperApplicant& applicant) {
    const bool cyrillic = !applicant.surname_cyrillic.empty();
    std::string name = cyrillic ? applicant.surname_cyrillic : applicant.surname;
    append_name(name, cyrillic ? applicant.given_names_cyrillic : applicant.given_names);
    append_name(name, applicant.patronymic);
    return name;
}

std::string date_for_people(const std::string& iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') {
        return iso;
    }
    return iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4);
}

Texts office_line(const PaperOffice& office) {
    Texts line = office.name;
    for (std::size_t i = 0; i < line.size(); ++i) {
        line[i] += office.code.empty() ? "" : " (" + office.code + ")";
        line[i] += office.address[i].empty() ? "" : ", " + office.address[i];
    }
    return line;
}

void compose_office(Composer& page, const Texts& heading, const PaperOffice& office,
                    const std::string& operator_name) {
    auto named = office.authority;
    for (std::size_t i = 0; i < named.size(); ++i) {
        named[i] += ", " + office.identification[i];
    }
    page.group(heading);
    page.field("authority", page.joined(named));
    const std::string code = office.code.empty() ? "" : " (" + office.code + ")";
    const std::string address = page.joined(office.address);
    page.field("office", page.joined(office.name) + code + (address.empty() ? "" : "\n" + address));
    page.field("operator", operator_name);
    page.end_group();
}

} // namespace koltamga::printing
