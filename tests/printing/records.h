// Records for the tests of paper: the ordinary applicant, and the one with the longest names.
#pragma once

#include "printing/renderer.h"

namespace koltamga::printing::testing {

PaperOffice ordinary_office();
AgreementRecord ordinary_agreement();
CertificateSheetRecord ordinary_sheet();
// As the practice centre's own profile has it made (src/practice/practice_profile.cpp).
AgreementRecord practice_agreement();
CertificateSheetRecord practice_sheet();

// Every name of 64 letters, every optional field filled.
AgreementRecord longest_agreement();
CertificateSheetRecord longest_sheet();

RefusalRecord ordinary_refusal();
RefusalRecord longest_refusal();

// A quiet day on one page, and a long one of people with the longest names.
DayRegisterRecord ordinary_register();
DayRegisterRecord longest_register();

struct MadePaper {
    std::string name; // "agreement-ky+ru-longest"
    Bytes pdf;
};

// Every kind of paper in every language, of the ordinary record and of the longest: made anew, or
// those that were made when somebody asked first.
std::vector<MadePaper> make_every_paper();
const std::vector<MadePaper>& every_paper();

} // namespace koltamga::printing::testing
