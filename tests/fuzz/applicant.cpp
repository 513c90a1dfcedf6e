// Any text as an applicant file: what is taken can be decided.
#include "profile/applicant_file.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace koltamga;
    const std::string text(data, data + size);
    const auto today = *domain::Date::from(2026, 11, 22);
    const domain::RuleSet rules;
    const auto file = profile::parse_applicant(text, rules.documents, today);
    if (file) {
        domain::Case one;
        one.identity = file->identity;
        one.consents = file->consents;
        if (domain::decide(one, rules, today).reasons.empty()) {
            std::abort();
        }
    }
    return 0;
}
