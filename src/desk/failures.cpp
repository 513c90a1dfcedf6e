#include "desk/failures.h"

namespace koltamga::desk {

Failure field_missing(const Texts& label) {
    return fail(Code::desk_field_missing, {}, {{"field", label}});
}

Failure field_wrong(const Texts& label) {
    return fail(Code::desk_field_wrong, {}, {{"field", label}});
}

Failure date_malformed() {
    return fail(Code::desk_date_malformed);
}

} // namespace koltamga::desk
