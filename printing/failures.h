// The places where this folder's failures are made, one for each code.
#pragma once

#include "base/result.h"

namespace koltamga::printing {

Failure fonts_missing(std::string detail);
Failure record_incomplete(std::string_view field);
Failure terms_unknown(std::string detail);
Failure portrait_unusable(std::string detail);
Failure not_made(std::string detail);

} // namespace koltamga::printing
