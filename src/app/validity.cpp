#include "app/validity.h"

#include "app/words.h"
#include "domain/date.h"

#include <algorithm>

namespace koltamga::app {
namespace {

using std::chrono::days;

// A certificate is asked for a year, or for as long as the profile says when that is less; a day
// less is the CA's way of counting, not a shorter certificate.
bool is_shortened(const issuance::CertificateAnswered& certificate,
                  const profile::OfficeProfile& profile) {
    constexpr days year{365};
    const days asked = std::min(year, days(profile.certificate.validity_days));
    return certificate.not_after - certificate.not_before < asked - days(1);
}

} // namespace

std::optional<Validity> validity_of(const issuance::Application& application,
                                    const profile::OfficeProfile& profile) {
    if (!application.certificate) {
        return std::nullopt;
    }
    const auto& certificate = *application.certificate;
    const auto day = [&](Instant instant) {
        return domain::civil_date(instant, profile.office.utc_offset_minutes).for_clerk();
    };
    return Validity{certificate.not_before, certificate.not_after, day(certificate.not_before),
                    day(certificate.not_after), is_shortened(certificate, profile)};
}

Json validity_json(const Validity& validity) {
    return {{"valid_from", to_text(validity.from)},
            {"valid_until", to_text(validity.until)},
            {"validity_shortened", validity.shortened}};
}

std::string validity_words(const Validity& validity, Language language) {
    const Texts valid = {
        "Сертификаттын мөөнөтү: ", "Срок сертификата: ", "The certificate's term: "};
    const Texts shortened = {
        "Күбөлөндүрүүчү борбор мөөнөттү кыскартты: ал бир жыл эмес. Муну арыз ээсине айтыңыз.",
        "Удостоверяющий центр сократил срок: это не год. Скажите об этом заявителю.",
        "The certification authority has shortened the term: it is no year. Tell the applicant."};
    auto words = in(language, valid) + validity.first_day + " – " + validity.last_day;
    return validity.shortened ? words + "\n" + in(language, shortened) : words;
}

} // namespace koltamga::app
