// Reading what the centre answers: JSON of which nothing is believed before it was looked at.
#pragma once

#include "crypto/base64.h"
#include "net/http_client.h"
#include "state/failures.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace koltamga::state {

using Json = nlohmann::json;

// Runs a reader over the octets; whatever is not as it should be is one failure. The library throws
// for wrong types, and this is the edge that catches it.
template <class T, class Reader>
Result<T> reading(BytesView octets, std::string_view what, Reader read) {
    try {
        const auto json = Json::parse(octets.begin(), octets.end(), nullptr, false);
        if (auto value = json.is_object() ? read(json) : std::optional<T>()) {
            return std::move(*value);
        }
    } catch (const Json::exception&) { // falls through to the one failure
    }
    return answer_malformed(std::string(what));
}

inline Bytes octets_of(const Json& json) {
    const auto text = json.dump();
    return {text.begin(), text.end()};
}

inline std::optional<Bytes> octets_from(const Json& json) {
    auto octets = crypto::from_base64(json.get<std::string>());
    return octets ? std::optional(std::move(octets).value()) : std::nullopt;
}

// The other side's refusal as "code detail", of harmless characters only; nothing: it gave none.
std::optional<std::string> refusal_in(const net::HttpResponse& response);

// The body of a success; `refuse` makes the failure of a refusal that came with words; anything
// else is net.status.
Result<Bytes> accepted(net::HttpResponse response, Failure (*refuse)(std::string));

} // namespace koltamga::state
