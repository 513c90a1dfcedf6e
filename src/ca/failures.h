// The failures of this folder; each code is made here and nowhere else.
#pragma once

#include "base/failure.h"

#include <string>

namespace koltamga::ca {

Failure unreachable(std::string detail);
Failure outcome_unknown(std::string detail);
Failure answer_refused(std::string detail);
Failure certificate_refused(std::string detail);
Failure revocation_refused(std::string detail);
Failure station_certificate_unfit(std::string detail);
Failure request_unfit(std::string detail);

} // namespace koltamga::ca
