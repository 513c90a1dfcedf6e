// A page of DER (X.690): enough to write extensions and files of our own, and to read them
// strictly; and what surrounds a CMP message, for ca and the practice CA.
#pragma once

#include "base/bytes.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace koltamga::crypto::der {

enum Tag : std::uint8_t {
    boolean_tag = 0x01,
    integer_tag = 0x02,
    bit_string_tag = 0x03,
    octet_string_tag = 0x04,
    null_tag = 0x05,
    oid_tag = 0x06,
    enumerated_tag = 0x0a,
    utf8_tag = 0x0c,
    printable_tag = 0x13,
    ia5_tag = 0x16,
    generalized_time_tag = 0x18,
    bmp_tag = 0x1e,
    sequence_tag = 0x30,
    set_tag = 0x31,
};

// Context-specific tags: [n] around something, and [n] in place of a primitive's own tag.
constexpr std::uint8_t around(unsigned n) {
    return static_cast<std::uint8_t>(0xa0U | n);
}
constexpr std::uint8_t instead(unsigned n) {
    return static_cast<std::uint8_t>(0x80U | n);
}

Bytes element(std::uint8_t tag, BytesView content);
Bytes element(std::uint8_t tag, std::string_view content);
Bytes joined(std::initializer_list<BytesView> parts);
Bytes sequence(std::initializer_list<BytesView> parts);
Bytes integer(std::uint64_t value, std::uint8_t tag = integer_tag);
Bytes oid(const std::string& dotted); // a malformed one is a bug and throws
Bytes null();
// A named bit list (X.680 §22.7): trailing zero bits are left out.
Bytes bit_list(std::uint16_t first_bit_highest);

struct Element {
    std::uint8_t tag = 0;
    BytesView content;
    BytesView whole;
};

// Goes through elements that stand one after another. Definite, shortest lengths only; one-octet
// tags only.
class Reader {
  public:
    explicit Reader(BytesView rest) : rest_(rest) {}
    bool at_end() const { return rest_.empty(); }
    std::optional<Element> next();
    // The next one only if it has this tag; else nothing, and nothing is taken.
    std::optional<Element> next(std::uint8_t tag);

  private:
    BytesView rest_;
};

// The one element the octets consist of, with this tag; nothing if there is more or other.
std::optional<Element> only(BytesView octets, std::uint8_t tag);

// An INTEGER's content as a number, negative too; nothing when it is not the shortest or too large.
std::optional<std::int64_t> integer_value(BytesView content);

// Dotted text of an OBJECT IDENTIFIER's content; nothing when malformed or longer than any in use.
std::optional<std::string> oid_text(BytesView content);

} // namespace koltamga::crypto::der
