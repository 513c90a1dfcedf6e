// The header of a journal entry: plain text that anyone may check, chained by hashes.
//
//     koltamga-entry-1
//     station 7K3M-0QXT-9B2E-HN4W
//     epoch 1
//     sequence 42
//     previous <64 hex: SHA-256 of the previous header's text; 64 zeros for the very first>
//     kind certificate.asked 1
//     subject <application's id | station>
//     operator <login name | ->
//     time 2026-11-22T09:41:07.123Z system
//     body <64 hex: SHA-256 of the sealed body | ->
//
// Lines end with one \n. The entry's hash is the SHA-256 of this text, so every octet counts:
// there is one spelling, and parsing refuses what composing would not have written.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace koltamga::db {

// A SHA-256.
using Digest = std::array<std::uint8_t, 32>;

struct EntryHeader {
    StationId station;
    std::uint32_t epoch = 1;    // from 1; one more after each restored backup
    std::uint64_t sequence = 1; // from 1, without gaps, through all epochs
    Digest previous{};          // hash of the entry before
    std::string kind;           // "certificate.asked": [a-z0-9.-], at most 64
    std::uint32_t kind_version = 1;
    std::optional<ApplicationId> application; // nothing: the entry is about the station
    std::string operator_name;                // empty: nobody was signed in
    Instant time;
    TimeSource time_source = TimeSource::system;
    std::optional<Digest> body; // hash of the sealed body; nothing: no body

    // Only this kind of entry may have a higher epoch than the one before.
    bool opens_epoch() const { return kind == "station.epoch-opened"; }
    // Only the entry that opens an epoch has a higher one than the entry before it.
    bool epoch_follows(std::uint32_t before) const {
        return opens_epoch() ? epoch > before : epoch == before;
    }

    bool operator==(const EntryHeader&) const = default;
};

// The longest header there can be; a longer text is refused unread.
constexpr std::size_t longest_entry_header = 1024;

// The header's text. The fields must be such as parsing accepts; others are a bug and throw.
std::string compose(const EntryHeader& header);

// What seals the body as associated data: the text up to and including the line `time`.
std::string associated_data(const EntryHeader& header);

// Fails with db.entry-malformed, the detail naming the line, for anything that compose() would
// not have written octet for octet.
Result<EntryHeader> parse_entry_header(std::string_view text);

Digest entry_hash(std::string_view header_text);

// A login name: [a-z0-9._-], 1 to 32.
bool is_operator_name(std::string_view name);

std::string hex(const Digest& digest);
std::optional<Digest> digest_from_hex(std::string_view text);

} // namespace koltamga::db
