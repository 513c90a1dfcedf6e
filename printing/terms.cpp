#include "printing/terms.h"

namespace koltamga::printing {

std::vector<Section> agreement_terms(std::string_view version, const Texts& authority,
                                     const Texts& law) {
    const auto* wording = Template::find("agreement", version);
    if (wording == nullptr) {
        return {};
    }
    const Fillings fillings = {{"authority", authority}, {"law", law}};
    auto terms = wording->terms();
    for (auto& section : terms) {
        for (auto& clause : section.clauses) {
            clause = fill(clause, fillings);
        }
    }
    return terms;
}

} // namespace koltamga::printing
