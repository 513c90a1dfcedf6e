// JSON as it goes to and comes from another machine. Nothing of what came is believed before it was
// looked at: a reader gets an object, and whatever is not as it should be is nothing. Internal to
// the folders that speak the centre's protocol; each names its own failure.
#pragma once

#include "base/bytes.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace koltamga::net {

// Runs a reader, which returns std::optional<T>, over the octets. The library throws for wrong
// types, and this is the edge that catches it.
template <class T, class Reader>
std::optional<T> read_json(BytesView octets, Reader read) {
    using Json = nlohmann::json;
    try {
        const auto json = Json::parse(octets.begin(), octets.end(), nullptr, false);
        return json.is_object() ? read(json) : std::optional<T>();
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

Bytes octets_of(const nlohmann::json& json);

// Of a member in base64; nothing if it is not. Throws Json::exception for another type.
std::optional<Bytes> octets_from(const nlohmann::json& json);

// The other side's refusal {"error": {"code", "detail"}}, of harmless characters only.
struct Refusal {
    std::string code;
    std::string detail;
};
std::optional<Refusal> refusal_in(BytesView body);

} // namespace koltamga::net
