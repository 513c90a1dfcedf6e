// Distinguished names as lists of attributes, in their order.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace koltamga::crypto {

struct NameAttribute {
    std::string type;  // short name ("CN", "serialNumber") or dotted OID
    std::string value; // UTF-8

    bool operator==(const NameAttribute&) const = default;
};

using Name = std::vector<NameAttribute>;

// Whether it can stand in a certificate. Fails with crypto.name-refused: "attribute-unknown TYPE",
// "value-refused TYPE" (empty, too long by RFC 5280 appendix A, letters its type has not).
Done check_name(const Name& name);

} // namespace koltamga::crypto
