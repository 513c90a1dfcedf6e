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

std::string_view filling_of(const Failure& failure, std::string_view name, Language language) {
    const auto found = std::ranges::find(failure.fillings, name, &Filling::name);
    return found == failure.fillings.end()
               ? std::string_view("…")
               : std::string_view(found->texts[static_cast<std::size_t>(language)]);
}

std::string filled(std::string_view sentence, const Failure& failure, Language language) {
    std::string text;
    for (auto open = sentence.find('{'); open != sentence.npos; open = sentence.find('{')) {
        const auto close = sentence.find('}', open);
        text += sentence.substr(0, open);
        text += filling_of(failure, sentence.substr(open + 1, close - open - 1), language);
        sentence.remove_prefix(close == sentence.npos ? sentence.size() : close + 1);
    }
    return text.append(sentence);
}

} // namespace

Filling filling(std::string name, const std::string& same_everywhere) {
    return {std::move(name), {same_everywhere, same_everywhere, same_everywhere}};
}

FailureWords words_for(const Failure& failure, Language language) {
    const auto text = text_for(failure.code, language);
    return {filled(text.cause, failure, language), filled(text.remedy, failure, language)};
}

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
