// The failures of this folder; each code is made here and nowhere else.
#pragma once

#include "base/failure.h"

#include <string>

namespace koltamga::centre {

Failure fork_found(std::string detail);
Failure gap(std::string detail);
Failure refused(std::string detail);
Failure code_refused(std::string detail);
Failure station_unknown(std::string detail);
Failure station_taken();
Failure malformed(std::string detail);
Failure not_offered(std::string detail);

// What the store says, in the centre's words, for the station to hear. What is the centre's own
// trouble (disk, lock) stays what it is.
Failure translated(Failure failure);

} // namespace koltamga::centre
