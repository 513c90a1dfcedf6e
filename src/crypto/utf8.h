// UTF-8 (RFC 3629), one code point at a time, so that a password is never copied whole. Internal.
#pragma once

#include "base/bytes.h"

namespace koltamga::crypto {

struct CodePoint {
    char32_t value = 0;
    std::size_t octets = 0; // 0: not UTF-8
};

// Of a text that is not empty.
CodePoint first_code_point(BytesView text);
bool is_utf8(BytesView text);

} // namespace koltamga::crypto
