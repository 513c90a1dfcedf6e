#include "desk/failures.h"

namespace koltamga::desk {

Failure field_missing(const Texts& label) {
    return fail(Code::desk_field_missing, {}, {{"field", label}});
}

Failure field_wrong(const Texts& label) {
    return fail(Code::desk_field_wrong, {}, {{"field", label}});
}

Failure consent_missing() {
    return fail(Code::desk_consent_missing);
}

Failure terms_not_accepted() {
    return fail(Code::desk_terms_not_accepted);
}

Failure passwords_differ() {
    return fail(Code::desk_passwords_differ);
}

Failure date_malformed() {
    return fail(Code::desk_date_malformed);
}

} // namespace koltamga::desk
