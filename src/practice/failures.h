// Failures of the practice CA; each code is made in failures.cpp and nowhere else. Internal.
#pragma once

#include "base/failure.h"

#include <string>

namespace koltamga::practice {

Failure authority_damaged(std::string detail);
Failure no_such_certificate();
Failure no_such_fault(std::string detail);

} // namespace koltamga::practice
