// The failures of this folder; each code is made here and nowhere else.
#pragma once

#include "base/failure.h"

#include <string>

namespace koltamga::state {

Failure code_refused(std::string detail);
Failure refused(std::string detail);
Failure vault_refused(std::string detail);
Failure receipt_refused(std::string detail);
Failure time_refused(std::string detail);
Failure certificate_unfit(std::string detail);
Failure answer_malformed(std::string detail);

} // namespace koltamga::state
