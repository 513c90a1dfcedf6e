#include "db/backup.h"

#include "db/backup_seal.h"
#include "db/blob_files.h"
#include "db/chain_check.h"
#include "db/entry_writer.h"
#include "db/failures.h"
#include "db/known_time.h"
#include "db/migrations.h"
#include "db/private_file.h"
#include "db/transaction.h"

#include "base/file.h"
#include "issuance/timekeeping.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>
#include <sqlite3.h>

namespace koltamga::db {
namespace {

constexpr auto blob_table =
    "CREATE TABLE backup_blob (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT";

constexpr std::size_t largest_head = 4096;
constexpr auto unfinished_name = "restoring.db";

void remove_unfinished(const std::filesystem::path& file) {
    std::error_code ignored;
    for (const auto* end : {"", "-wal", "-shm", "-journal", "-doubtful"}) {
        std::filesystem::remove(file.string() + end, ignored);
    }
}

// A file that is removed again unless it was kept.
class Unfinished {
  public:
    explicit Unfinished(std::filesystem::path file) : file_(std::move(file)) {}
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() { remove_unfinished(file_); }
    const std::filesystem::path& file() const { return file_; }

  private:
    std::filesystem::path file_;
};

// SQLite's online copy: a consistent picture, while others go on writing.
Done copy_database(const Connection& from, const Connection& to) {
    auto* copy = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (copy == nullptr) {
        return failure::backup_not_written("copy-not-begun");
    }
    const int stepped = sqlite3_backup_step(copy, -1);
    const int finished = sqlite3_backup_finish(copy);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK) {
        return failure::backup_not_written(
            sqlite3_errstr(stepped == SQLITE_DONE ? finished : stepped));
    }
    return {};
}

Result<std::vector<std::string>> names_in(Connection& connection, std::string_view sql) {
    KOLTAMGA_TRY(auto rows, connection.query(sql));
    std::vector<std::string> names;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return names;
        }
        names.push_back(rows.string(0));
    }
}

// A blob that was destroyed since the copy was made has no place in the backup either.
Result<std::size_t> copy_blobs(const std::filesystem::path& folder, Connection& copy) {
    KOLTAMGA_TRY(auto transaction, Transaction::begin(copy));
    KOLTAMGA_CHECK(copy.run(blob_table));
    KOLTAMGA_TRY(const auto names, names_in(copy, "SELECT name FROM blob"));
    std::size_t copied = 0;
    for (const auto& name : names) {
        const auto content = read_blob_file(folder, name);
        if (content.failed_with(Code::db_blob_gone)) {
            continue;
        }
        KOLTAMGA_CHECK(content ? Done() : Done(content.failure()));
        KOLTAMGA_CHECK(
            copy.run("INSERT INTO backup_blob (name, content) VALUES (?, ?)", {name, *content}));
        ++copied;
    }
    KOLTAMGA_CHECK(transaction.commit());
    return copied;
}

// What kept the copy from being written is about its medium, and never about the station's own
// database; what could not be read there keeps its name.
Failure about_the_copy(const Failure& failure) {
    constexpr std::array of_the_medium = {Code::db_not_there, Code::db_not_writable, Code::db_full,
                                          Code::db_stopped, Code::db_unreadable};
    const bool medium = std::ranges::find(of_the_medium, failure.code) != of_the_medium.end();
    return medium ? failure::backup_not_written(std::string(name_of(failure.code))) : failure;
}

Result<std::size_t> fill(const Connection& from, const std::filesystem::path& folder,
                         const std::filesystem::path& file) {
    KOLTAMGA_TRY(auto copy, Connection::open(file, Access::create));
    KOLTAMGA_CHECK(copy_database(from, copy));
    KOLTAMGA_TRY(const auto blobs, copy_blobs(folder, copy));
    // One file, with no log beside it.
    KOLTAMGA_CHECK(copy.run("PRAGMA journal_mode=DELETE"));
    return blobs;
}

Done put_in_place(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (const auto moved = move_durably(from, to); !moved) {
        return failure::backup_not_written(moved.failure().detail);
    }
    return {};
}

// What lies beside a database that is gone belongs to that one: SQLite would play its log back into
// whatever stands there next. Kept under the number of the epoch that takes its place, for whoever
// may still want to look at it.
Done set_old_logs_aside(const std::filesystem::path& folder, std::uint64_t epoch) {
    const auto file = StationDatabase::file_in(folder).string();
    for (const auto* end : {"-wal", "-shm", "-journal"}) {
        const auto left = file + end;
        if (std::filesystem::exists(std::filesystem::symlink_status(left))) {
            KOLTAMGA_CHECK(put_in_place(left, left + ".before-epoch-" + std::to_string(epoch)));
        }
    }
    return {};
}

Result<ChainEnd> note(Connection& connection, const Session& session, const HeadSigner& sign,
                      const std::filesystem::path& folder, const issuance::Stamp& at) {
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_TRY(auto end, chain_end(connection));
    KOLTAMGA_TRY(const auto key, session.keys->subject_key(connection, std::nullopt));
    const nlohmann::json body = {{"through", end.sequence}};
    KOLTAMGA_TRY(const auto entry,
                 write_entry(connection, end,
                             {issuance::Kind::backup_made, std::nullopt, body.dump()},
                             {session.name, at.time, at.time_source}, &key));
    KOLTAMGA_TRY(const auto head, write_signed_head(connection, end, sign, at.time));
    KOLTAMGA_CHECK(transaction.commit());
    keep_last_head(folder, head);
    return end;
}

// Blob files that were not there before; they go again unless they are kept.
class UnfinishedBlobs {
  public:
    explicit UnfinishedBlobs(std::filesystem::path folder)
        : folder_(std::move(folder)), fresh_(!std::filesystem::exists(folder_)) {}
    UnfinishedBlobs(const UnfinishedBlobs&) = delete;
    UnfinishedBlobs& operator=(const UnfinishedBlobs&) = delete;
    ~UnfinishedBlobs() {
        std::error_code ignored;
        if (fresh_ && !kept_) {
            std::filesystem::remove_all(folder_, ignored);
        }
    }
    void keep() { kept_ = true; }

  private:
    std::filesystem::path folder_;
    bool fresh_;
    bool kept_ = false;
};

Done write_blobs(Connection& backup, const std::filesystem::path& folder) {
    KOLTAMGA_CHECK(make_private_folder(blobs_in(folder)));
    KOLTAMGA_TRY(auto rows, backup.query("SELECT name, content FROM backup_blob"));
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return {};
        }
        KOLTAMGA_TRY(const auto name, write_blob_file(folder, rows.blob(1)));
        if (hex(name) != rows.text(0)) {
            return failure::backup_damaged("blob-hash");
        }
    }
}

// The journal's own database again: the extra table gone, brought forward, and whole.
Done unpack(Connection& connection) {
    KOLTAMGA_CHECK(connection.run("DROP TABLE backup_blob"));
    KOLTAMGA_CHECK(migrate(connection, station_schema()));
    KOLTAMGA_CHECK(require_schema(connection, station_schema()));
    return check_whole_chain(connection);
}

struct Opened {
    Restored restored;
    SignedHead head;
};

// Of the head that lies in the folder still: the database that is gone may have been a restored
// one.
std::uint32_t epoch_of_last_head(const std::filesystem::path& folder) {
    const auto text = read_file(last_head_in(folder), largest_head);
    const auto head = text ? parse_signed_head(text_of(*text)) : Result<SignedHead>(text.failure());
    return head ? head->head.epoch : 0;
}

Result<Opened> open_epoch(Connection& connection, const HeadSigner& sign, const issuance::Stamp& at,
                          std::uint32_t newest_elsewhere) {
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_CHECK(connection.run("UPDATE station SET epoch=1+max(epoch, ?)", {newest_elsewhere}));
    KOLTAMGA_CHECK(connection.run("DELETE FROM known_fork"));
    KOLTAMGA_TRY(auto end, chain_end(connection));
    for (const auto kind : {issuance::Kind::epoch_opened, issuance::Kind::backup_restored}) {
        KOLTAMGA_TRY(const auto entry,
                     write_entry(connection, end, {kind, std::nullopt, {}}, at, nullptr));
    }
    KOLTAMGA_TRY(auto head, write_signed_head(connection, end, sign, at.time));
    KOLTAMGA_CHECK(transaction.commit());
    return Opened{{end.epoch, end.sequence}, std::move(head)};
}

bool is_backup(Connection& connection) {
    const auto version = schema_version(connection, station_schema());
    const auto table = connection.integer("SELECT 1 FROM sqlite_schema WHERE name='backup_blob'");
    return version && *version > 0 && table && *table;
}

Result<issuance::Stamp> judged(Connection& connection, const RestoreSetup& setup,
                               const std::string& name) {
    KOLTAMGA_TRY(const auto last, last_known_time(connection));
    const auto now = setup.clock.now();
    return issuance::Stamp{name, now, issuance::judge_clock(now, last, setup.tolerance)};
}

// The backup as it becomes the station's database, its new epoch open: still beside its place.
Result<Opened> prepare(Connection& backup, const std::filesystem::path& file,
                       const std::filesystem::path& folder, const RestoreSetup& setup,
                       const Restorer& by) {
    KOLTAMGA_TRY(auto copy, Connection::open(file, Access::create));
    KOLTAMGA_CHECK(copy_database(backup, copy));
    KOLTAMGA_CHECK(unpack(copy));
    KOLTAMGA_TRY(const auto at, judged(copy, setup, by.name));
    KOLTAMGA_TRY(const auto session, open_session(copy, by.name, by.password, at, setup.cost));
    KOLTAMGA_CHECK(require_supervisor_of(copy, session));
    setup.after("signed-in");
    KOLTAMGA_CHECK(write_blobs(backup, folder));
    setup.after("blobs");
    const auto elsewhere = std::max(setup.epoch_at_centre, epoch_of_last_head(folder));
    KOLTAMGA_TRY(auto opened, open_epoch(copy, setup.sign, at, elsewhere));
    KOLTAMGA_CHECK(copy.run("PRAGMA journal_mode=DELETE"));
    setup.after("epoch");
    return opened;
}

Done require_no_database(const std::filesystem::path& folder) {
    const auto file = StationDatabase::file_in(folder);
    KOLTAMGA_TRY(const bool there, is_there(file));
    return there ? Done(failure::restore_onto_existing()) : Done();
}

Result<Restored> restore_into(const std::filesystem::path& file,
                              const std::filesystem::path& folder, const RestoreSetup& setup,
                              const Restorer& by) {
    KOLTAMGA_TRY(auto backup, Connection::open(file, Access::read));
    if (!is_backup(backup)) {
        return failure::backup_refused("not-a-backup");
    }
    KOLTAMGA_TRY(const auto station, StationDatabase::require_binding(backup, setup.binding));
    remove_unfinished(folder / unfinished_name);
    const Unfinished unfinished(folder / unfinished_name);
    UnfinishedBlobs blobs(blobs_in(folder));
    KOLTAMGA_TRY(const auto opened, prepare(backup, unfinished.file(), folder, setup, by));
    // Before the database is there: whoever finds it finds its newest head beside it.
    keep_last_head(folder, opened.head);
    setup.after("head");
    // Only now: a restore that comes to nothing moves nothing.
    KOLTAMGA_CHECK(set_old_logs_aside(folder, opened.restored.epoch));
    setup.after("logs");
    KOLTAMGA_CHECK(put_in_place(unfinished.file(), StationDatabase::file_in(folder)));
    blobs.keep();
    setup.after("in-place");
    return opened.restored;
}

} // namespace

Result<BackedUp> back_up(const StationDatabase& database, const Session& session,
                         const HeadSigner& sign, const std::filesystem::path& file,
                         const issuance::Stamp& at) {
    KOLTAMGA_CHECK(require_writer(session));
    KOLTAMGA_TRY(auto connection, database.connect());
    KOLTAMGA_TRY(const auto end, note(connection, session, sign, database.folder(), at));
    const Unfinished unfinished(file.string() + ".part");
    const auto blobs = fill(connection, database.folder(), unfinished.file());
    if (!blobs) {
        return about_the_copy(blobs.failure());
    }
    KOLTAMGA_CHECK(seal_backup(unfinished.file(), {database.station(), end.sequence}, sign));
    KOLTAMGA_CHECK(put_in_place(unfinished.file(), file));
    return BackedUp{end.sequence, *blobs};
}

Result<Restored> restore(const std::filesystem::path& file, const std::filesystem::path& folder,
                         const RestoreSetup& setup, const Restorer& by) {
    KOLTAMGA_CHECK(check_backup_seal(file, setup.journal_key));
    KOLTAMGA_CHECK(make_data_folder(folder));
    KOLTAMGA_CHECK(require_no_database(folder));
    KOLTAMGA_TRY(const auto lock, ProcessLock::take(folder / "lock"));
    KOLTAMGA_CHECK(require_no_database(folder)); // as it is while nobody else can make one
    return restore_into(file, folder, setup, by);
}

} // namespace koltamga::db
