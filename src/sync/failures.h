// The failures of this folder; each code is made here and nowhere else.
#pragma once

#include "base/failure.h"

#include <string>

namespace koltamga::sync {

Failure receipt_refused(std::string detail);
Failure fork_found(std::string detail);
Failure refused(std::string detail);
Failure answer_malformed(std::string detail);

} // namespace koltamga::sync
