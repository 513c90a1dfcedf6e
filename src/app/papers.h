// The papers' records, from an application. What they say of office, authority and law the record
// keeps from the day of its key; records made before it did read today's office profile.
#pragma once

#include "issuance/application.h"
#include "printing/renderer.h"
#include "profile/office_profile.h"

#include <optional>

namespace koltamga::app {

// The key is not made yet.
Failure no_agreement();

// The languages a paper is printed in when nobody asked for others.
printing::Languages default_languages(const profile::OfficeProfile& profile);

// As `--language` of a paper's command spells them; nothing: the paper's own. Fails with app.usage.
Result<std::optional<printing::Languages>> languages_wanted(const std::string& spelled);

printing::PaperOffice office_of(const issuance::PaperFacts& facts);

// Surname, given names and patronymic, in Cyrillic if there is any.
std::string holder_of(const domain::Names& names);

printing::AgreementRecord agreement_record(const issuance::Application& application,
                                           const profile::OfficeProfile& profile, Bytes portrait,
                                           const std::string& record_hash);

struct SignedBy {
    std::string name; // of the clerk
    Instant at{};
};

// The agreement as it will be, before there is a key; in the key's place stand zeros. Whether it
// can be printed is known before anything is signed.
printing::AgreementRecord agreement_draft(issuance::Application application,
                                          const profile::OfficeProfile& profile, Bytes portrait,
                                          const printing::TemplateInfo& terms,
                                          const SignedBy& clerk);

// Why nothing was issued. A refusal comes before any key, so that authority, office and law are
// today's; `decided` is who decided, and when. The application is one that was refused.
printing::RefusalRecord refusal_record(const issuance::Application& application,
                                       const profile::OfficeProfile& profile,
                                       const SignedBy& decided);

printing::CertificateSheetRecord certificate_sheet_record(const issuance::Application& application,
                                                          const profile::OfficeProfile& profile);

} // namespace koltamga::app
