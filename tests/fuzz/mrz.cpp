// Any text as a machine readable zone: what reads well must compose to what reads the same.
#include "domain/eligibility.h"

#include <cstdlib>

namespace {

using namespace koltamga::domain;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto today = *Date::from(2026, 11, 22);
    const auto mrz = parse_mrz(text, today);
    if (mrz.status != MrzStatus::read) {
        require(!mrz.reason.empty());
        return 0;
    }
    for (const auto& check : mrz.checks) {
        require(check.fits);
    }
    require(parse_mrz_lines(mrz.lines, today) == mrz);
    if (const auto lines = compose_mrz(*mrz.format, mrz.fields)) {
        require(parse_mrz_lines(*lines, today).status == MrzStatus::read);
    }
    const auto types = default_document_types();
    if (const auto identity = identity_from(mrz, types)) {
        Case one;
        one.identity = *identity;
        require(!decide(one, {}, today).reasons.empty());
    }
    return 0;
}
