#include "domain/contact.h"

#include <algorithm>
#include <phonenumbers/phonenumberutil.h>
#include <vector>

namespace koltamga::domain {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t longest_local_part = 64; // RFC 5321, 4.5.3.1
constexpr std::size_t longest_domain = 253;
constexpr std::size_t longest_address = 254;
constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_phone = 32; // as typed, with blanks and brackets

Failure malformed_email(std::string_view what) {
    return fail(Code::email_malformed, std::string(what));
}

Failure malformed_phone(std::string_view what) {
    return fail(Code::phone_malformed, std::string(what));
}

bool is_ascii_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_atom_character(char c) { // RFC 5322, 3.2.3
    return is_ascii_letter_or_digit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

std::vector<std::string_view> split_at_dots(std::string_view text) {
    std::vector<std::string_view> parts;
    for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
        parts.push_back(text.substr(0, dot));
        text.remove_prefix(dot + 1);
    }
    parts.push_back(text);
    return parts;
}

bool is_dot_atom(std::string_view text) {
    const auto parts = split_at_dots(text);
    return text.size() <= longest_local_part &&
           std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
               return !part.empty() && std::all_of(part.begin(), part.end(), is_atom_character);
           });
}

bool is_host_label(std::string_view label) {
    const auto fits = [](char c) { return is_ascii_letter_or_digit(c) || c == '-'; };
    return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), fits);
}

bool is_host_name(std::string_view text) {
    const auto labels = split_at_dots(text);
    const auto last = labels.back();
    const bool top_is_name =
        last.size() >= 2 && last.find_first_not_of("0123456789") != std::string_view::npos;
    return text.size() <= longest_domain && labels.size() >= 2 && top_is_name &&
           std::all_of(labels.begin(), labels.end(), is_host_label);
}

std::string small_letters(std::string_view text) {
    std::string small(text);
    for (auto& c : small) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return small;
}

// Digits and the marks people put between them; libphonenumber would take letters for keys.
bool looks_like_phone(std::string_view text) {
    const auto plus = text.rfind('+');
    const bool plus_only_first =
        plus == std::string_view::npos || plus == text.find_first_not_of(" (");
    return !text.empty() && text.size() <= longest_phone && plus_only_first &&
           text.find_first_not_of("0123456789+ -().") == std::string_view::npos;
}

} // namespace

Result<std::string> parse_email(std::string_view text) {
    const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) > 126; };
    if (std::any_of(text.begin(), text.end(), beyond_ascii)) {
        return fail(Code::email_not_ascii);
    }
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || text.size() > longest_address) {
        return malformed_email(at == std::string_view::npos ? "no-at-sign" : "too-long");
    }
    const auto domain = text.substr(at + 1);
    if (!is_dot_atom(text.substr(0, at))) {
        return malformed_email("local-part");
    }
    if (!is_host_name(domain)) {
        return malformed_email("domain");
    }
    return std::string(text.substr(0, at + 1)) + small_letters(domain);
}

Result<std::string> parse_phone(std::string_view text, const std::string& region) {
    if (!looks_like_phone(text)) {
        return malformed_phone("character");
    }
    const auto& util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (util.Parse(std::string(text), region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) {
        return malformed_phone("no-number");
    }
    if (!util.IsValidNumber(number)) {
        return fail(Code::phone_impossible);
    }
    std::string e164;
    util.Format(number, PhoneNumberUtil::E164, &e164);
    return e164;
}

} // namespace koltamga::domain
