// The names we give to applications and stations.
//
// An id is 80 random bits in Crockford's base 32 (no I, L, O, U), in four groups of four:
// "7K3M-0QXT-9B2E-HN4W". Short enough to read out over the telephone and to type from paper,
// long enough that two stations offline for weeks never make the same. It says nothing about
// the person. The random bits come from crypto/random.h; this header only spells them.
#pragma once

#include "base/bytes.h"

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace koltamga {

template <class Tag>
class Id {
  public:
    static constexpr std::size_t random_octets = 10;

    // From exactly ten random octets.
    static Id from_random(std::span<const std::uint8_t, random_octets> octets);
    // As typed: any case, with or without hyphens, O read as 0, I and L as 1.
    static std::optional<Id> parse(std::string_view text);

    const std::string& text() const { return text_; }
    auto operator<=>(const Id&) const = default;

  private:
    explicit Id(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

std::string spell_id(std::span<const std::uint8_t, 10> octets);
std::optional<std::string> normalise_id(std::string_view text);

template <class Tag>
Id<Tag> Id<Tag>::from_random(std::span<const std::uint8_t, random_octets> octets) {
    return Id(spell_id(octets));
}

template <class Tag>
std::optional<Id<Tag>> Id<Tag>::parse(std::string_view text) {
    auto spelled = normalise_id(text);
    return spelled ? std::optional(Id(std::move(*spelled))) : std::nullopt;
}

using ApplicationId = Id<struct ApplicationTag>;
using StationId = Id<struct StationTag>;

} // namespace koltamga
