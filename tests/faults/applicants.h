// Applicants by number, and what must hold of every application that was completed.
#pragma once

#include "tests/faults/ledger.h"
#include "tests/journey/office.h"

namespace koltamga::faults {

// Number 0 to 9999: a man born on 1 January 1990, with a document and a folder of his own.
journey::Person applicant(unsigned number);

// Whether the newest application was handed over: who asks again then opens another one, to be told
// that the person holds a certificate.
bool handed_over_last(const journey::Office& office);

// Goes on with whatever is open until nobody waits for anything, undisturbed.
void finish_everything(journey::Office& office);

// Exactly one valid certificate for each completed application and no other, each key opens in the
// vault with the applicant's password and makes the signature that its certificate verifies,
// journal and centre are sound. Adds a failure to the running test otherwise. How many there were.
std::size_t expect_all_sound(journey::Office& office);

} // namespace koltamga::faults
