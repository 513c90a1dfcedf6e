// Failures of the practice centre; each code is made in failures.cpp and nowhere else. Internal.
#pragma once

#include "base/failure.h"

#include <string>

namespace koltamga::practice {

Failure authority_damaged(std::string detail);
Failure no_such_certificate();
// `known`: what would have been understood.
Failure no_such_fault(std::string detail, const std::string& known);
Failure delivery_refused(std::string detail);
Failure no_such_package();
Failure mail_not_listening();
Failure not_running();
Failure control_refused(std::string detail);

} // namespace koltamga::practice
