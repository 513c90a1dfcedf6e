#include "state/failures.h"

#include <utility>

namespace koltamga::state {

Failure code_refused(std::string detail) {
    return fail(Code::state_code_refused, std::move(detail));
}
Failure refused(std::string detail) {
    return fail(Code::state_refused, std::move(detail));
}
Failure vault_refused(std::string detail) {
    return fail(Code::state_vault_refused, std::move(detail));
}
Failure receipt_refused(std::string detail) {
    return fail(Code::state_receipt_refused, std::move(detail));
}
Failure time_refused(std::string detail) {
    return fail(Code::state_time_refused, std::move(detail));
}
Failure certificate_unfit(std::string detail) {
    return fail(Code::state_certificate_unfit, std::move(detail));
}
Failure answer_malformed(std::string detail) {
    return fail(Code::state_answer_malformed, std::move(detail));
}

} // namespace koltamga::state
