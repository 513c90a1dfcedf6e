// Large journals, quickly: the same rows that the station writes, in few transactions and without
// waiting for the disk, which is synchronised once at the end.
#pragma once

#include "tests/db/support.h"

namespace koltamga::bench {

// Entries with bodies of that many octets, twelve for each of many applications whose keys are
// gone, and a signed head after every `head_every` entries and after the last one.
void write_journal(const std::filesystem::path& folder, std::uint64_t entries,
                   std::size_t body_octets, std::uint64_t head_every);

// Applications of different persons, opened and derived.
void write_applications(const std::filesystem::path& folder, const db::KeyRing& keys,
                        std::uint64_t count);

// The invented person with that number: thirteen digits after a 9, which no living person has.
std::string pin_of(std::uint64_t person);

} // namespace koltamga::bench
