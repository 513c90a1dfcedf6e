// How the profile spells what can only be one of a few things; for reading and for writing.
#pragma once

#include "profile/schema.h"

#include <array>

namespace koltamga::profile {

inline constexpr std::array<Choice<KeyAlgorithm>, 2> key_algorithms = {
    {{KeyAlgorithm::rsa_3072, "rsa-3072"}, {KeyAlgorithm::ec_p256, "ec-p256"}}};

inline constexpr std::array<Choice<CustodyKind>, 2> custody_kinds = {
    {{CustodyKind::cloud, "cloud"}, {CustodyKind::file, "file"}}};

inline constexpr std::array<Choice<Language>, 3> languages = {
    {{Language::ky, "ky"}, {Language::ru, "ru"}, {Language::en, "en"}}};

inline constexpr std::array<Choice<domain::LeapBirthday>, 2> leap_birthdays = {
    {{domain::LeapBirthday::first_of_march, "1 March"},
     {domain::LeapBirthday::last_of_february, "28 February"}}};

template <class Enum, std::size_t N>
std::string_view name_in(const std::array<Choice<Enum>, N>& choices, Enum value) {
    for (const auto& choice : choices) {
        if (choice.value == value) {
            return choice.name;
        }
    }
    return {};
}

} // namespace koltamga::profile
