// Backup into one file, and back. Everything in it is sealed as it is in the data folder; keys
// stand in it only wrapped. The file is an SQLite database of its own: the journal's with one more
// table that holds the blobs, so that any `sqlite3` can look at its structure.
#pragma once

#include "db/station_journal.h"

namespace koltamga::db {

struct BackedUp {
    std::uint64_t sequence = 0; // the last entry in it
    std::size_t blobs = 0;
};

// Runs beside the work. Journals backup.made. The file appears whole or not at all.
Result<BackedUp> back_up(const StationDatabase& database, const Session& session,
                         const HeadSigner& sign, const std::filesystem::path& file,
                         const issuance::Stamp& at);

struct Restored {
    std::uint64_t epoch = 0;    // the one it opened
    std::uint64_t sequence = 0; // the entry that says so
};

// Into an empty folder. Opens a new epoch with station.epoch-opened and backup.restored, so that
// the centre can tell what was lost; erasures that came after the backup have to be replayed.
Result<Restored> restore(const std::filesystem::path& file, const std::filesystem::path& folder,
                         const Binding& binding, const HeadSigner& sign, const issuance::Stamp& at);

} // namespace koltamga::db
