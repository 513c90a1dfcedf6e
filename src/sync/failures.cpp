#include "sync/failures.h"

#include <utility>

namespace koltamga::sync {

Failure receipt_refused(std::string detail) {
    return fail(Code::sync_receipt_refused, std::move(detail));
}
Failure fork_found(std::string detail) {
    return fail(Code::sync_fork, std::move(detail));
}
Failure refused(std::string detail) {
    return fail(Code::sync_refused, std::move(detail));
}
Failure answer_malformed(std::string detail) {
    return fail(Code::sync_answer_malformed, std::move(detail));
}

} // namespace koltamga::sync
