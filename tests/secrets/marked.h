// Applicants of whom everything is a marker: nothing of it can stand anywhere by chance.
#pragma once

#include "tests/journey/office.h"
#include "tests/secrets/leak_search.h"

namespace koltamga::secrets {

struct Marked {
    journey::Person person;
    std::string name; // of the marker in a finding
    std::string surname_cyrillic, given_names_cyrillic, patronymic, password;
};

// Number 0 to 99.
Marked marked(unsigned number);
Marked marked_minor(unsigned number);

void search_for(LeakSearch& search, const Marked& marked);

} // namespace koltamga::secrets
