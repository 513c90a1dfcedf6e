#include "practice/failures.h"

#include <utility>

namespace koltamga::practice {

Failure authority_damaged(std::string detail) {
    return fail(Code::practice_authority_damaged, std::move(detail));
}

Failure no_such_certificate() {
    return fail(Code::practice_no_such_certificate);
}

Failure no_such_fault(std::string detail) {
    return fail(Code::practice_no_such_fault, std::move(detail));
}

} // namespace koltamga::practice
