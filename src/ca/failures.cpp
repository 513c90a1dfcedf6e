#include "ca/failures.h"

#include <utility>

namespace koltamga::ca {

Failure unreachable(std::string detail) {
    return fail(Code::ca_unreachable, std::move(detail));
}

Failure outcome_unknown(std::string detail) {
    return fail(Code::ca_outcome_unknown, std::move(detail));
}

Failure answer_refused(std::string detail) {
    return fail(Code::ca_answer_refused, std::move(detail));
}

Failure certificate_refused(std::string detail) {
    return fail(Code::ca_certificate_refused, std::move(detail));
}

Failure revocation_refused(std::string detail) {
    return fail(Code::ca_revocation_refused, std::move(detail));
}

Failure station_certificate_unfit(std::string detail) {
    return fail(Code::ca_station_certificate_unfit, std::move(detail));
}

Failure request_unfit(std::string detail) {
    return fail(Code::ca_request_unfit, std::move(detail));
}

} // namespace koltamga::ca
