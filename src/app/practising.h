// Invented people to practise with, as a practice office offers them.
#pragma once

#include "desk/workplace.h"

namespace koltamga::app {

// One with an ID card, one with a passport whose zone is read, one with the longest names there
// are, and one who is too young.
std::vector<desk::PractisingApplicant> practising_applicants();

} // namespace koltamga::app
