// What is typed and no step yet, as it is kept (sealed) against closing and power cuts.
#pragma once

#include "desk/passport_form.h"

namespace koltamga::desk {

struct ContactForm {
    std::string email, phone;
    bool operator==(const ContactForm&) const = default;
};

struct Typed {
    PassportForm passport;
    ContactForm contact;
    std::string reissue_reason;
    bool operator==(const Typed&) const = default;
};

std::string written(const Typed& typed);
// Nothing for what is no such text.
std::optional<Typed> read_typed(std::string_view text);

} // namespace koltamga::desk
