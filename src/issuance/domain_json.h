// JSON of the trade's words, for entry bodies and for the terminal's answers. Private to the
// sources that include it: no public header of the house names the JSON library.
#pragma once

#include "domain/eligibility.h"
#include "domain/identity.h"
#include "domain/subject_name.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

namespace koltamga::issuance {

using Json = nlohmann::json;

// The way back throws nlohmann::json::exception or BadValue; read_body() turns both into a value.
struct BadValue : std::runtime_error {
    using std::runtime_error::runtime_error;
};

Json to_json(const domain::Identity& identity);
Json to_json(const domain::Comparison& comparison);
Json to_json(const domain::Consents& consents);
Json to_json(const domain::Case& facts);
Json to_json(const domain::RuleSet& rules);
Json to_json(const domain::Verdict& verdict);
Json to_json(const domain::SubjectName& subject);

domain::Identity identity_from(const Json& json);
domain::Comparison comparison_from(const Json& json);
domain::Consents consents_from(const Json& json);
domain::Case case_from(const Json& json);
domain::RuleSet rule_set_from(const Json& json);
domain::Verdict verdict_from(const Json& json);
domain::SubjectName subject_from(const Json& json);

// The value, or BadValue with `what`.
template <class T>
T need(std::optional<T> value, const char* what) {
    if (!value) {
        throw BadValue(what);
    }
    return std::move(*value);
}

} // namespace koltamga::issuance
