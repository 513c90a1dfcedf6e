#include "app/verdict_words.h"

namespace koltamga::app {
namespace {

Json reason_json(const domain::Reason& reason, Language language) {
    Json inputs = Json::object();
    for (const auto& [name, value] : reason.inputs) {
        inputs[name] = value;
    }
    return {{"rule", reason.rule},
            {"version", reason.version},
            {"effect", to_text(reason.effect)},
            {"text", reason.in(language)},
            {"inputs", std::move(inputs)}};
}

} // namespace

Json verdict_json(const domain::Verdict& verdict, Language language) {
    Json reasons = Json::array();
    for (const auto& reason : verdict.reasons) {
        reasons.push_back(reason_json(reason, language));
    }
    return {{"verdict", to_text(verdict.kind)},
            {"reasons", std::move(reasons)},
            {"rule_set", verdict.rule_set},
            {"version", verdict.version},
            {"reference_date", verdict.reference.iso()}};
}

std::string verdict_words(const domain::Verdict& verdict, Language language) {
    std::string words = std::string(to_text(verdict.kind)) + " (" + verdict.reference.iso() + ")\n";
    for (const auto& reason : verdict.reasons) {
        words += "  " + reason.in(language) + '\n';
    }
    return words;
}

} // namespace koltamga::app
