// This folder's failures, each made in one place. Internal.
#pragma once

#include "base/failure.h"

namespace koltamga::custody {

Failure not_offered(std::string detail);
Failure package_unreadable(std::string detail);
Failure package_refused(std::string detail);

} // namespace koltamga::custody
