// How good a password is, in words for the applicant who chooses it.
#pragma once

#include "base/bytes.h"
#include "desk/judgement.h"

namespace koltamga::desk {

// Nothing of it is kept. `least`: characters, as the office asks. What the station refuses, this
// calls wrong; beyond that, length counts (NIST SP 800-63B §5.1.1.2).
Judgement strength_of(BytesView password, unsigned least);

} // namespace koltamga::desk
