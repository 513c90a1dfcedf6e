// DER, read strictly and written plainly, for the few structures no library hands out whole:
// what surrounds a CMP message (RFC 9810), qualified statements (ETSI EN 319 412-5).
//
// The reader takes definite, minimal lengths and one-octet tags only, never copies and never reads
// past its view; an element's views live as long as the octets they were read from.
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace koltamga::crypto::der {

inline constexpr std::uint8_t boolean = 0x01;
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t object_identifier = 0x06;
inline constexpr std::uint8_t utf8_string = 0x0c;
inline constexpr std::uint8_t printable_string = 0x13;
inline constexpr std::uint8_t generalized_time = 0x18;
inline constexpr std::uint8_t sequence = 0x30;
inline constexpr std::uint8_t set = 0x31;

// [n], constructed: every explicit tag, and implicit tags of sequences.
constexpr std::uint8_t context(unsigned number) {
    return static_cast<std::uint8_t>(0xa0U + number);
}

struct Element {
    std::uint8_t tag = 0;
    BytesView content;
    BytesView whole; // with tag and length
};

class Reader {
  public:
    explicit Reader(BytesView octets) : rest_(octets) {}

    bool done() const { return rest_.empty(); }
    BytesView rest() const { return rest_; }

    // The next element; nothing at the end, or where the octets are no DER. Then nothing is taken.
    std::optional<Element> next();
    // The next element if it has this tag; else nothing, and it stays where it is.
    std::optional<Element> next(std::uint8_t tag);

  private:
    BytesView rest_;
};

// The one element the octets consist of, with this tag; nothing if there is more or other.
std::optional<Element> only(BytesView octets, std::uint8_t tag);

// An INTEGER's value, if it is minimal and fits.
std::optional<std::int64_t> integer_value(BytesView content);

// An OBJECT IDENTIFIER in dots; nothing if it is malformed.
std::optional<std::string> oid_text(BytesView content);

// One element of any content.
Bytes write(std::uint8_t tag, BytesView content);
Bytes write(std::uint8_t tag, std::initializer_list<BytesView> parts);
Bytes write_integer(std::int64_t value);
// From dots; the arcs must be well formed (ours are literals or checked configuration).
Bytes write_oid(std::string_view dotted);

} // namespace koltamga::crypto::der
