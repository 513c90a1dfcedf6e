// One function for each paper: checks the record and composes its rows.
#pragma once

#include "printing/agreement.h"
#include "printing/certificate_sheet.h"
#include "printing/composer.h"
#include "printing/day_register.h"
#include "printing/refusal.h"

namespace koltamga::printing {

// What a record must say before the paper may say it; fails with printing_record_incomplete.
Done check_complete(const AgreementRecord& record);
Done check_complete(const CertificateSheetRecord& record);
Done check_complete(const RefusalRecord& record);
Done check_complete(const DayRegisterRecord& record);

// The wording that was accepted, and no other; fails with printing_terms_unknown.
Result<const Template*> accepted_wording(const AgreementRecord& record);

// The sheet's wording that the record names; fails with printing_terms_unknown.
Result<const Template*> sheet_wording(const CertificateSheetRecord& record);

// Fails with printing_not_made.
Done compose_agreement(Composer& page, const Template& wording, const AgreementRecord& record);
void compose_certificate_sheet(Composer& page, const Template& wording,
                               const CertificateSheetRecord& record);

void compose_refusal(Composer& page, const Template& wording, const RefusalRecord& record);
void compose_day_register(Composer& page, const Template& wording, const DayRegisterRecord& record);

// Surname, given names and patronymic as the holder reads them: in Cyrillic if there is one.
std::string full_name(const PaperApplicant& applicant);

// Authority, office and clerk as a group of fields.
void compose_office(Composer& page, const Texts& heading, const PaperOffice& office,
                    const std::string& operator_name);

// "Tokmok CSC-2 (TOK-2), 333 Lenin St", in every language.
Texts office_line(const PaperOffice& office);

// "1990-01-01" as "01.01.1990"; what is no such date stays as it is.
std::string date_for_people(const std::string& iso);

} // namespace koltamga::printing
