#include "practice/failures.h"

#include <utility>

namespace koltamga::practice {

Failure authority_damaged(std::string detail) {
    return fail(Code::practice_authority_damaged, std::move(detail));
}

Failure no_such_certificate() {
    return fail(Code::practice_no_such_certificate);
}

Failure no_such_fault(std::string detail, const std::string& known) {
    return fail(Code::practice_no_such_fault, std::move(detail), {filling("known", known)});
}

Failure delivery_refused(std::string detail) {
    return fail(Code::practice_delivery_refused, std::move(detail));
}

Failure no_such_package() {
    return fail(Code::practice_no_such_package);
}

Failure mail_not_listening() {
    return fail(Code::practice_mail_not_listening);
}

Failure not_running() {
    return fail(Code::practice_not_running);
}

Failure control_refused(std::string detail) {
    return fail(Code::practice_control_refused, std::move(detail));
}

} // namespace koltamga::practice
