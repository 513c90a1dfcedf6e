#include "printing/failures.h"

namespace koltamga::printing {

Failure fonts_missing(std::string detail) {
    return fail(Code::printing_fonts_missing, std::move(detail));
}

Failure record_incomplete(std::string_view field) {
    return fail(Code::printing_record_incomplete, "field " + std::string(field));
}

Failure terms_unknown(std::string detail) {
    return fail(Code::printing_terms_unknown, std::move(detail));
}

Failure portrait_unusable(std::string detail) {
    return fail(Code::printing_portrait_unusable, std::move(detail));
}

Failure not_made(std::string detail) {
    return fail(Code::printing_not_made, std::move(detail));
}

} // namespace koltamga::printing
