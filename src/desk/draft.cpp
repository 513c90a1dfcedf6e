#include "desk/draft.h"

#include <nlohmann/json.hpp>

namespace koltamga::desk {

std::string written(const Typed& typed) {
    return nlohmann::json{{"passport", written(typed.passport)},
                          {"email", typed.contact.email},
                          {"phone", typed.contact.phone},
                          {"reissue_reason", typed.reissue_reason}}
        .dump();
}

std::optional<Typed> read_typed(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    const auto part = [&](const char* name) -> std::optional<std::string> {
        const auto found = json.find(name);
        return found != json.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                         : std::nullopt;
    };
    if (!json.is_object()) {
        return std::nullopt;
    }
    const auto passport = part("passport"), email = part("email"), phone = part("phone"),
               reason = part("reissue_reason");
    auto form = passport ? read_form(*passport) : std::nullopt;
    if (!form || !email || !phone || !reason) {
        return std::nullopt;
    }
    return Typed{std::move(*form), {*email, *phone}, *reason};
}

} // namespace koltamga::desk
