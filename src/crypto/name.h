// Distinguished names as lists of attributes, in their order.
#pragma once

#include <string>
#include <vector>

namespace koltamga::crypto {

struct NameAttribute {
    std::string type;  // short name ("CN", "serialNumber") or dotted OID
    std::string value; // UTF-8

    bool operator==(const NameAttribute&) const = default;
};

using Name = std::vector<NameAttribute>;

} // namespace koltamga::crypto
