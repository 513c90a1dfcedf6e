// How long a certificate counts, and whether the CA gave less than was asked for.
#pragma once

#include "app/terminal.h"
#include "issuance/application.h"
#include "profile/office_profile.h"

#include <optional>

namespace koltamga::app {

struct Validity {
    Instant from{}, until{};
    std::string first_day, last_day; // at the office, "22.11.2026"
    bool shortened = false;          // the holder has to know: it ends before its year
};

// Nothing while there is no certificate.
std::optional<Validity> validity_of(const issuance::Application& application,
                                    const profile::OfficeProfile& profile);

// {valid_from, valid_until, validity_shortened}
Json validity_json(const Validity& validity);
std::string validity_words(const Validity& validity, Language language);

} // namespace koltamga::app
