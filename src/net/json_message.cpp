#include "net/json_message.h"

#include "crypto/base64.h"

#include <algorithm>

namespace koltamga::net {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_word = 120;

// Words of the other side go into details only as far as they look like ours.
std::string tame(std::string word) {
    std::erase_if(word, [](char c) {
        return !(c == ' ' || c == '-' || c == '.' || (c >= '0' && c <= '9') ||
                 (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    });
    word.resize(std::min(word.size(), longest_word));
    return word;
}

std::optional<Refusal> refusal_from(const Json& json) {
    const auto& error = json.at("error");
    return Refusal{tame(error.at("code").get<std::string>()),
                   tame(error.value("detail", std::string()))};
}

} // namespace

Bytes octets_of(const Json& json) {
    const auto text = json.dump();
    return {text.begin(), text.end()};
}

std::optional<Bytes> octets_from(const Json& json) {
    auto octets = crypto::from_base64(json.get<std::string>());
    return octets ? std::optional(std::move(octets).value()) : std::nullopt;
}

std::optional<Refusal> refusal_in(BytesView body) {
    return read_json<Refusal>(body, &refusal_from);
}

} // namespace koltamga::net
