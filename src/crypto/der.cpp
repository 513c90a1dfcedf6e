#include "crypto/der.h"

#include <charconv>
#include <limits>
#include <stdexcept>

namespace koltamga::crypto::der {
namespace {

struct Length {
    std::size_t value = 0;
    std::size_t octets = 0; // of the length field itself
};

// X.690 10.1: the definite form with the fewest octets. Four octets of length are enough for all.
std::optional<Length> length_at(BytesView octets) {
    if (octets.empty()) {
        return std::nullopt;
    }
    const std::uint8_t first = octets[0];
    if (first < 0x80U) {
        return Length{first, 1};
    }
    const std::size_t count = first & 0x7fU;
    if (count == 0 || count > 4 || octets.size() < 1 + count) {
        return std::nullopt;
    }
    std::size_t value = 0;
    for (std::size_t i = 1; i <= count; ++i) {
        value = value << 8U | octets[i];
    }
    const bool minimal = value >= 0x80U && octets[1] != 0;
    return minimal ? std::optional(Length{value, 1 + count}) : std::nullopt;
}

void append(Bytes& to, BytesView octets) {
    to.insert(to.end(), octets.begin(), octets.end());
}

void append_length(Bytes& to, std::size_t length) {
    if (length < 0x80U) {
        to.push_back(static_cast<std::uint8_t>(length));
        return;
    }
    Bytes digits;
    for (; length != 0; length >>= 8U) {
        digits.insert(digits.begin(), static_cast<std::uint8_t>(length & 0xffU));
    }
    to.push_back(static_cast<std::uint8_t>(0x80U | digits.size()));
    append(to, digits);
}

void append_arc(Bytes& to, std::uint64_t arc) {
    Bytes digits = {static_cast<std::uint8_t>(arc & 0x7fU)};
    while ((arc >>= 7U) != 0) {
        digits.insert(digits.begin(), static_cast<std::uint8_t>(0x80U | (arc & 0x7fU)));
    }
    append(to, digits);
}

std::vector<std::uint64_t> arcs_of(std::string_view dotted) {
    std::vector<std::uint64_t> arcs;
    const char* at = dotted.data();
    const char* const end = at + dotted.size();
    while (at <= end) {
        std::uint64_t arc = 0;
        const auto [next, error] = std::from_chars(at, end, arc);
        if (error != std::errc() || (next != end && *next != '.')) {
            throw std::invalid_argument("not an object identifier");
        }
        arcs.push_back(arc);
        at = next + 1;
    }
    return arcs;
}

} // namespace

std::optional<Element> Reader::next() {
    if (rest_.size() < 2 || (rest_[0] & 0x1fU) == 0x1fU) {
        return std::nullopt;
    }
    const auto length = length_at(rest_.subspan(1));
    if (!length || rest_.size() - 1 - length->octets < length->value) {
        return std::nullopt;
    }
    const std::size_t start = 1 + length->octets;
    const Element element{rest_[0], rest_.subspan(start, length->value),
                          rest_.first(start + length->value)};
    rest_ = rest_.subspan(start + length->value);
    return element;
}

std::optional<Element> Reader::next(std::uint8_t tag) {
    return !rest_.empty() && rest_[0] == tag ? next() : std::nullopt;
}

std::optional<Element> only(BytesView octets, std::uint8_t tag) {
    Reader reader(octets);
    const auto element = reader.next(tag);
    return element && reader.done() ? element : std::nullopt;
}

std::optional<std::int64_t> integer_value(BytesView content) {
    if (content.empty() || content.size() > sizeof(std::int64_t)) {
        return std::nullopt;
    }
    const bool negative = (content[0] & 0x80U) != 0;
    if (content.size() > 1 && content[0] == (negative ? 0xffU : 0U) &&
        ((content[1] & 0x80U) != 0) == negative) {
        return std::nullopt;
    }
    std::uint64_t value = negative ? std::numeric_limits<std::uint64_t>::max() : 0;
    for (const auto octet : content) {
        value = value << 8U | octet;
    }
    return static_cast<std::int64_t>(value);
}

std::optional<std::string> oid_text(BytesView content) {
    std::string text;
    std::uint64_t arc = 0;
    bool open = false;
    for (const auto octet : content) {
        if ((!open && octet == 0x80U) || arc >> 56U != 0) {
            return std::nullopt;
        }
        arc = arc << 7U | (octet & 0x7fU);
        open = (octet & 0x80U) != 0;
        if (open) {
            continue;
        }
        if (text.empty()) {
            const std::uint64_t top = arc < 80 ? arc / 40 : 2;
            text = std::to_string(top) + '.' + std::to_string(arc - top * 40);
        } else {
            text += '.' + std::to_string(arc);
        }
        arc = 0;
    }
    return open || text.empty() ? std::nullopt : std::optional(text);
}

Bytes write(std::uint8_t tag, BytesView content) {
    return write(tag, {content});
}

Bytes write(std::uint8_t tag, std::initializer_list<BytesView> parts) {
    std::size_t length = 0;
    for (const auto part : parts) {
        length += part.size();
    }
    Bytes octets = {tag};
    append_length(octets, length);
    for (const auto part : parts) {
        append(octets, part);
    }
    return octets;
}

Bytes write_integer(std::int64_t value) {
    Bytes digits;
    auto rest = value;
    do {
        digits.insert(digits.begin(), static_cast<std::uint8_t>(rest & 0xff));
        rest >>= 8;
    } while (rest != 0 && rest != -1);
    const bool negative = (digits[0] & 0x80U) != 0;
    if (negative != (value < 0)) {
        digits.insert(digits.begin(), value < 0 ? std::uint8_t{0xff} : std::uint8_t{0});
    }
    return write(integer, digits);
}

Bytes write_oid(std::string_view dotted) {
    const auto arcs = arcs_of(dotted);
    if (arcs.size() < 2) {
        throw std::invalid_argument("not an object identifier");
    }
    Bytes content;
    append_arc(content, arcs[0] * 40 + arcs[1]);
    for (std::size_t i = 2; i < arcs.size(); ++i) {
        append_arc(content, arcs[i]);
    }
    return write(object_identifier, content);
}

} // namespace koltamga::crypto::der
