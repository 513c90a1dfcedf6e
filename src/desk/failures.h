// The places where this folder's failures are made, one for each code.
#pragma once

#include "base/result.h"

namespace koltamga::desk {

// A field that the step needs is empty.
Failure field_missing(const Texts& label);
// A field has to be put right first; why stands under it.
Failure field_wrong(const Texts& label);
// Nothing may be recorded of the applicant yet.
Failure consent_missing();
// The applicant has to accept the terms before choosing a password.
Failure terms_not_accepted();
// The two passwords are not the same.
Failure passwords_differ();
// What was typed is no date.
Failure date_malformed();

} // namespace koltamga::desk
