#include "centre/failures.h"

#include <utility>

namespace koltamga::centre {

Failure fork_found(std::string detail) {
    return fail(Code::centre_fork, std::move(detail));
}
Failure gap(std::string detail) {
    return fail(Code::centre_gap, std::move(detail));
}
Failure refused(std::string detail) {
    return fail(Code::centre_refused, std::move(detail));
}
Failure code_refused(std::string detail) {
    return fail(Code::centre_code_refused, std::move(detail));
}
Failure station_unknown(std::string detail) {
    return fail(Code::centre_station_unknown, std::move(detail));
}
Failure station_taken() {
    return fail(Code::centre_station_taken);
}
Failure malformed(std::string detail) {
    return fail(Code::centre_malformed, std::move(detail));
}
Failure not_offered(std::string detail) {
    return fail(Code::centre_not_offered, std::move(detail));
}

Failure translated(Failure failure) {
    switch (failure.code) {
    case Code::db_fork:
        return fork_found(std::move(failure.detail));
    case Code::db_gap:
        return gap(std::move(failure.detail));
    case Code::db_chain_broken:
        return refused("chain-broken " + failure.detail);
    case Code::db_entry_malformed:
        return refused("entry-malformed " + failure.detail);
    case Code::db_entry_unknown:
        return refused("entry-unknown " + failure.detail);
    case Code::db_head_malformed:
        return refused("head-malformed " + failure.detail);
    case Code::db_body_mismatch:
        return refused("body-mismatch " + failure.detail);
    case Code::db_code_refused:
        return code_refused(std::move(failure.detail));
    default:
        return failure;
    }
}

} // namespace koltamga::centre
