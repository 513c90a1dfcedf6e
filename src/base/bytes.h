// Plain octets and their hexadecimal spelling. For what may be seen by anyone; keys and
// passwords live in SecretBytes (base/secret_bytes.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

// The octets of a text, without a copy. The view lives as long as the text.
BytesView bytes_of(std::string_view text);

// The octets as text, without any check of encoding.
std::string text_of(BytesView bytes);

// Lower-case hexadecimal, two digits an octet.
std::string hex(BytesView bytes);

// The octets a hexadecimal text spells (either case); nothing for odd length or another character.
std::optional<Bytes> from_hex(std::string_view text);

} // namespace koltamga
