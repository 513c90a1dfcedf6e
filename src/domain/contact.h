// How the applicant is reached.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace koltamga::domain {

struct Contact {
    std::string email; // domain part in small letters
    std::string phone; // E.164: +996700123456
    bool operator==(const Contact&) const = default;
};

// An address as mail servers here take it: a dot-atom and a host name of at least two labels (RFC
// 5321, 4.1.2, without quoted strings and literals). Fails with email_malformed, email_not_ascii.
Result<std::string> parse_email(std::string_view text);

// E.164 of a number as typed; without + it is read in the region's numbering plan ("0700 123 456").
// Fails with phone_malformed, phone_impossible.
Result<std::string> parse_phone(std::string_view text, const std::string& region = "KG");

} // namespace koltamga::domain
