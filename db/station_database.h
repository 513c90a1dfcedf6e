// A station's data folder, opened: `station.db` (the journal and what is derived from it),
// `blobs/` (sealed files), `last-head` (the last signed head, so that an older copy is noticed),
// `lock` (held by the one process that writes).
//
// Opening checks that the folder is whole, brings an older database forward, refuses one that a
// newer program or another profile made, and clears away blobs no row names.
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "db/process_lock.h"

#include <filesystem>
#include <optional>
#include <string>

namespace koltamga::db {

// What ties a database to one profile: practice data never open with the state's, nor the reverse.
struct Binding {
    std::string profile; // the profile's name
    bool practice = false;
};

enum class Use {
    write,  // one process; db.second-instance if another holds the lock
    read,   // beside the writer
    verify, // the same, also when somebody has changed the tables: verify_journal() then says so
};

class StationDatabase {
  public:
    // A new, empty one for a station that is being enrolled; db.already-there if a journal was
    // begun here. What a power cut left of an earlier try goes.
    static Result<StationDatabase> create(const std::filesystem::path& folder,
                                          const Binding& binding, const StationId& station);
    // db.not-there, db.damaged, db.newer-version, db.wrong-profile, db.second-instance …
    static Result<StationDatabase> open(const std::filesystem::path& folder, const Binding& binding,
                                        Use use);

    // A connection for the calling thread.
    Result<Connection> connect() const;
    // One that may write although this process only reads: for counting failed sign-ins.
    Result<Connection> connect_for_sign_in() const;

    const std::filesystem::path& folder() const { return folder_; }
    const StationId& station() const { return station_; }
    Use use() const { return lock_ ? Use::write : Use::read; }
    // db.schema-changed; only after opening to verify.
    Done require_our_tables() const;

    // The station it belongs to; db.wrong-profile when it is bound to another profile.
    static Result<StationId> require_binding(Connection& connection, const Binding& binding);

    // Whether a journal was begun here: a database without a first entry is none yet. db.damaged …
    static Result<bool> is_enrolled(const std::filesystem::path& folder);
    // The file and SQLite's beside it: only for what never became a station's.
    static void discard(const std::filesystem::path& folder);

    static std::filesystem::path file_in(const std::filesystem::path& folder);

  private:
    StationDatabase(std::filesystem::path folder, StationId station,
                    std::optional<ProcessLock> lock)
        : folder_(std::move(folder)), station_(std::move(station)), lock_(std::move(lock)) {}

    std::filesystem::path folder_;
    StationId station_;
    std::optional<ProcessLock> lock_;
};

} // namespace koltamga::db
