#include "custody/failures.h"

#include <utility>

namespace koltamga::custody {

Failure not_offered(std::string detail) {
    return fail(Code::custody_not_offered, std::move(detail));
}
Failure package_unreadable(std::string detail) {
    return fail(Code::custody_package_unreadable, std::move(detail));
}
Failure package_refused(std::string detail) {
    return fail(Code::custody_package_refused, std::move(detail));
}

} // namespace koltamga::custody
