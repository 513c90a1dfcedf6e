// JSON of the trade's words, for entry bodies and for the terminal's answers. Private to the
// sources that include it: no public header of the house names the JSON library.
#pragma once

#include "domain/eligibility.h"
#include "domain/identity.h"
#include "domain/subject_name.h"

#include <cstdint>
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

// A whole number within its type; the library would take true, 1.5 and -1 as well.
template <class T>
T whole(const Json& json, const char* what) {
    const bool fits = json.is_number_unsigned()
                          ? std::in_range<T>(json.get<std::uint64_t>())
                          : json.is_number_integer() && std::in_range<T>(json.get<std::int64_t>());
    if (!fits) {
        throw BadValue(what);
    }
    return json.get<T>();
}

// The items of an array; the library would walk through an object or a word as well.
inline const Json& items_of(const Json& json, const char* what) {
    if (!json.is_array()) {
        throw BadValue(what);
    }
    return json;
}

} // namespace koltamga::issuance
