#include "crypto/der.h"

#include "crypto/openssl.h"

#include <array>

namespace koltamga::crypto::der {
namespace {

constexpr std::size_t most_length_octets = 4;

void put_length(Bytes& into, std::size_t length) {
    if (length < 0x80) {
        into.push_back(static_cast<std::uint8_t>(length));
        return;
    }
    Bytes octets;
    for (std::size_t rest = length; rest != 0; rest >>= 8U) {
        octets.insert(octets.begin(), static_cast<std::uint8_t>(rest & 0xffU));
    }
    into.push_back(static_cast<std::uint8_t>(0x80U | octets.size()));
    into.insert(into.end(), octets.begin(), octets.end());
}

struct Length {
    std::size_t value = 0;
    std::size_t octets = 1;
};

std::optional<Length> read_length(BytesView from) {
    if (from.empty()) {
        return std::nullopt;
    }
    if (from[0] < 0x80) {
        return Length{from[0], 1};
    }
    const std::size_t count = from[0] & 0x7fU;
    if (count == 0 || count > most_length_octets || from.size() <= count || from[1] == 0) {
        return std::nullopt;
    }
    std::size_t value = 0;
    for (std::size_t i = 1; i <= count; ++i) {
        value = (value << 8U) | from[i];
    }
    return value < 0x80 ? std::nullopt : std::optional(Length{value, count + 1});
}

} // namespace

Bytes element(std::uint8_t tag, BytesView content) {
    Bytes whole = {tag};
    put_length(whole, content.size());
    whole.insert(whole.end(), content.begin(), content.end());
    return whole;
}

Bytes element(std::uint8_t tag, std::string_view content) {
    return element(tag, bytes_of(content));
}

Bytes joined(std::initializer_list<BytesView> parts) {
    Bytes whole;
    for (const auto part : parts) {
        whole.insert(whole.end(), part.begin(), part.end());
    }
    return whole;
}

Bytes sequence(std::initializer_list<BytesView> parts) {
    return element(sequence_tag, joined(parts));
}

Bytes integer(std::uint64_t value, std::uint8_t tag) {
    Bytes octets = {static_cast<std::uint8_t>(value & 0xffU)};
    for (value >>= 8U; value != 0; value >>= 8U) {
        octets.insert(octets.begin(), static_cast<std::uint8_t>(value & 0xffU));
    }
    if ((octets.front() & 0x80U) != 0) {
        octets.insert(octets.begin(), 0);
    }
    return element(tag, octets);
}

Bytes oid(const std::string& dotted) {
    const Asn1ObjectPtr object(must_have(OBJ_txt2obj(dotted.c_str(), 1), "OBJ_txt2obj"));
    return to_der(i2d_ASN1_OBJECT, object.get());
}

Bytes null() {
    return {null_tag, 0};
}

Bytes bit_list(std::uint16_t first_bit_highest) {
    const std::array<std::uint8_t, 2> octets = {
        static_cast<std::uint8_t>(first_bit_highest >> 8U),
        static_cast<std::uint8_t>(first_bit_highest & 0xffU)};
    const std::size_t count = octets[1] != 0 ? 2U : static_cast<std::size_t>(octets[0] != 0);
    Bytes content = {0};
    content.insert(content.end(), octets.begin(),
                   octets.begin() + static_cast<std::ptrdiff_t>(count));
    for (unsigned last = content.back(); count != 0 && (last & 1U) == 0; last >>= 1U) {
        ++content[0]; // unused bits
    }
    return element(bit_string_tag, content);
}

std::optional<Element> Reader::next() {
    if (rest_.empty() || (rest_[0] & 0x1fU) == 0x1f) {
        return std::nullopt;
    }
    const auto length = read_length(rest_.subspan(1));
    if (!length || rest_.size() - 1 - length->octets < length->value) {
        return std::nullopt;
    }
    const std::size_t head = 1 + length->octets;
    const Element found{rest_[0], rest_.subspan(head, length->value),
                        rest_.first(head + length->value)};
    rest_ = rest_.subspan(found.whole.size());
    return found;
}

std::optional<Element> Reader::next(std::uint8_t tag) {
    return !rest_.empty() && rest_[0] == tag ? next() : std::nullopt;
}

std::optional<Element> only(BytesView octets, std::uint8_t tag) {
    Reader reader(octets);
    const auto element = reader.next(tag);
    return element && reader.at_end() ? element : std::nullopt;
}

std::optional<std::int64_t> integer_value(BytesView content) {
    if (content.empty() || content.size() > sizeof(std::int64_t)) {
        return std::nullopt;
    }
    const bool negative = (content[0] & 0x80U) != 0;
    const bool padded = content.size() > 1 && content[0] == (negative ? 0xffU : 0U) &&
                        ((content[1] & 0x80U) != 0) == negative;
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (const auto octet : content) {
        value = value << 8U | octet;
    }
    return padded ? std::nullopt : std::optional(static_cast<std::int64_t>(value));
}

std::optional<std::string> oid_text(BytesView content) {
    const ErrorQueue quiet;
    const Bytes whole = element(oid_tag, content);
    bool all_read = false;
    const auto object = from_der<Asn1ObjectPtr>(d2i_ASN1_OBJECT, whole, all_read);
    auto text = all_read ? crypto::oid_text(object.get()) : std::string();
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

} // namespace koltamga::crypto::der
