#include "base/failure.h"

#include <algorithm>

namespace koltamga {
namespace {

constexpr FailureDescription table[] = {
#define KOLTAMGA_FAILURE(id, name, blame, ky_cause, ky_remedy, ru_cause, ru_remedy, en_cause,      \
                         en_remedy)                                                                \
    {Code::id,                                                                                     \
     name,                                                                                         \
     Blame::blame,                                                                                 \
     {{{ky_cause, ky_remedy}, {ru_cause, ru_remedy}, {en_cause, en_remedy}}}},
#include "base/failures/all.def"
#undef KOLTAMGA_FAILURE
};

} // namespace

const FailureDescription& describe(Code code) {
    return table[static_cast<std::size_t>(code)];
}

std::string_view name_of(Code code) {
    return describe(code).name;
}

std::optional<Code> code_named(std::string_view name) {
    const auto found = std::ranges::find(table, name, &FailureDescription::name);
    return found == std::end(table) ? std::nullopt : std::optional(found->code);
}

FailureText text_for(Code code, Language language) {
    return describe(code).texts[static_cast<std::size_t>(language)];
}

std::span<const FailureDescription> all_failures() {
    return table;
}

} // namespace koltamga
