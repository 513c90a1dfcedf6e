// The ways in which a program may spell the same secret.
#pragma once

#include <array>
#include <string>

namespace koltamga::secrets {

std::u16string code_units(const std::string& utf8); // of the basic plane, which all names are in
std::string utf16(const std::string& utf8, bool little_endian);
std::string hexadecimal(const std::string& octets, bool upper);
// What any base 64 text that holds the octets shows, whatever stands around them: by where in a
// group of three they begin.
std::array<std::string, 3> base64_cores(const std::string& octets, bool for_addresses);
std::string escaped_for_json(const std::string& utf8);    // \u0416
std::string escaped_for_address(const std::string& utf8); // %D0%96

} // namespace koltamga::secrets
