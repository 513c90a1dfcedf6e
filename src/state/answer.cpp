#include "state/answer.h"

#include <algorithm>

namespace koltamga::state {
namespace {

constexpr std::size_t longest_word = 120;

std::string tame(std::string word) {
    std::erase_if(word, [](char c) {
        return !(c == ' ' || c == '-' || c == '.' || (c >= '0' && c <= '9') ||
                 (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    });
    word.resize(std::min(word.size(), longest_word));
    return word;
}

} // namespace

std::optional<std::string> refusal_in(const net::HttpResponse& response) {
    const auto words = reading<std::string>(response.body, "error", [](const Json& json) {
        const auto& error = json.at("error");
        return std::optional(
            tame(error.at("code").get<std::string>() + " " + error.value("detail", std::string())));
    });
    return words ? std::optional(*words) : std::nullopt;
}

Result<Bytes> accepted(net::HttpResponse response, Failure (*refuse)(std::string)) {
    if (response.status >= 400 && response.status < 500) {
        if (auto words = refusal_in(response)) {
            return refuse(std::move(*words));
        }
    }
    KOLTAMGA_TRY(auto passed, net::expect_success(std::move(response)));
    return std::move(passed.body);
}

} // namespace koltamga::state
