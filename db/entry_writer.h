// Puts entries at the end of the chain, within the caller's transaction. Private to this folder.
#pragma once

#include "db/connection.h"
#include "db/entry_header.h"
#include "db/signed_head.h"
#include "db/station_journal.h"

#include <filesystem>

namespace koltamga::db {

// Where the chain ends: what the next entry builds on.
struct ChainEnd {
    StationId station;
    std::uint32_t epoch = 1;
    std::uint64_t sequence = 0; // 0: empty
    Digest hash{};
};

Result<StationId> station_of(Connection& connection);
Result<ChainEnd> chain_end(Connection& connection);

// Appends one entry; `end` moves on. Its body is sealed under the key; without one it has none.
Result<issuance::Entry> write_entry(Connection& connection, ChainEnd& end,
                                    const issuance::EntryDraft& draft, const issuance::Stamp& stamp,
                                    const SecretBytes* key);

// Signs the chain's end and keeps it in its table.
Result<SignedHead> write_signed_head(Connection& connection, const ChainEnd& end,
                                     const HeadSigner& sign, Instant time);

// The side file: by it an older copy of the database is noticed. Written after the commit; when
// that fails the work goes on, for the head stands in the database too.
void keep_last_head(const std::filesystem::path& folder, const SignedHead& head);
std::filesystem::path last_head_in(const std::filesystem::path& folder);

// One row of `entry` in the columns of `entry_columns`, its body opened with the key; without a key
// the body stays empty.
inline constexpr const char* entry_columns = "header, hash, body";
Result<issuance::Entry> read_entry(const Statement& row, const SecretBytes* key);

} // namespace koltamga::db
