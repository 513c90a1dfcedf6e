// The papers' records, from an application. What they say of office, authority and law the record
// keeps from the day of its key; records made before it did read today's office profile.
#pragma once

#include "issuance/application.h"
#include "printing/renderer.h"
#include "profile/office_profile.h"

namespace koltamga::app {

// The languages a paper is printed in when nobody asked for others.
printing::Languages default_languages(const profile::OfficeProfile& profile);

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

printing::CertificateSheetRecord certificate_sheet_record(const issuance::Application& application,
                                                          const profile::OfficeProfile& profile);

} // namespace koltamga::app
