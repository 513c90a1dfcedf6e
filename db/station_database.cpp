#include "db/station_database.h"

#include "db/blob_files.h"
#include "db/chain_check.h"
#include "db/entry_writer.h"
#include "db/failures.h"
#include "db/migrations.h"
#include "db/transaction.h"

#include "base/file.h"

namespace koltamga::db {
namespace {

std::filesystem::path lock_in(const std::filesystem::path& folder) {
    return folder / "lock";
}

// What only the writer may do: bring forward, look at a doubtful disk, clear away orphans.
Done prepare(const std::filesystem::path& folder, Connection& connection) {
    KOLTAMGA_CHECK(migrate(connection, station_schema()));
    KOLTAMGA_CHECK(require_schema(connection, station_schema()));
    const auto doubt = mark_of_doubt(connection.file());
    const bool doubtful = std::filesystem::exists(doubt);
    KOLTAMGA_CHECK(doubtful ? check_whole_chain(connection) : check_chain_tail(connection));
    if (doubtful) {
        std::filesystem::remove(doubt);
    }
    return sweep_blobs(folder, connection);
}

// Whether a writer has to bring it forward first.
Result<bool> is_older(Connection& connection) {
    KOLTAMGA_TRY(const auto version, schema_version(connection, station_schema()));
    const auto newest = static_cast<std::int64_t>(station_schema().migrations.size());
    if (version > newest) {
        return failure::newer_version("version " + std::to_string(version));
    }
    return version < newest;
}

} // namespace

std::filesystem::path StationDatabase::file_in(const std::filesystem::path& folder) {
    return folder / "station.db";
}

Result<StationId> StationDatabase::require_binding(Connection& connection, const Binding& binding) {
    KOLTAMGA_TRY(auto row, connection.query("SELECT station, profile, practice FROM station"));
    KOLTAMGA_TRY(const bool there, row.next());
    const auto station = there ? StationId::parse(row.text(0)) : std::nullopt;
    if (!station) {
        return failure::damaged("station-row");
    }
    if ((row.integer(2) != 0) != binding.practice) {
        return failure::wrong_profile(binding.practice ? "not-practice-data" : "practice-data");
    }
    if (row.text(1) != binding.profile) {
        return failure::wrong_profile("profile " + row.string(1));
    }
    return *station;
}

Result<bool> StationDatabase::is_enrolled(const std::filesystem::path& folder) {
    const auto file = file_in(folder);
    KOLTAMGA_TRY(const bool there, is_there(file));
    if (!there) {
        return false;
    }
    KOLTAMGA_TRY(auto connection, Connection::open(file, Access::read));
    KOLTAMGA_TRY(const auto table,
                 connection.integer("SELECT 1 FROM sqlite_schema WHERE name='entry'", {}));
    if (!table) {
        return false;
    }
    KOLTAMGA_TRY(const auto first, connection.integer("SELECT 1 FROM entry LIMIT 1", {}));
    return first.has_value();
}

void StationDatabase::discard(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const auto* end : {"", "-wal", "-shm", "-journal"}) {
        std::filesystem::remove(file_in(folder).string() + end, ignored);
    }
}

Result<StationDatabase> StationDatabase::create(const std::filesystem::path& folder,
                                                const Binding& binding, const StationId& station) {
    KOLTAMGA_CHECK(make_data_folder(folder));
    KOLTAMGA_TRY(auto lock, ProcessLock::take(lock_in(folder)));
    KOLTAMGA_TRY(const bool enrolled, is_enrolled(folder));
    if (enrolled) {
        return failure::already_there();
    }
    discard(folder);
    KOLTAMGA_CHECK(make_private_folder(blobs_in(folder)));
    KOLTAMGA_TRY(auto connection, Connection::open(file_in(folder), Access::create));
    KOLTAMGA_CHECK(migrate(connection, station_schema()));
    KOLTAMGA_CHECK(connection.run("INSERT INTO station (one, station, epoch, profile, practice) "
                                  "VALUES (1, ?, 1, ?, ?)",
                                  {station.text(), binding.profile, binding.practice ? 1 : 0}));
    return StationDatabase(folder, station, std::move(lock));
}

Result<StationDatabase> StationDatabase::open(const std::filesystem::path& folder,
                                              const Binding& binding, Use use) {
    if (use != Use::write) {
        KOLTAMGA_TRY(auto connection, Connection::open(file_in(folder), Access::read));
        KOLTAMGA_TRY(const bool older, is_older(connection));
        KOLTAMGA_TRY(const auto station, require_binding(connection, binding));
        if (older) {
            KOLTAMGA_TRY(const auto brought_forward, open(folder, binding, Use::write));
        }
        if (use == Use::read) {
            KOLTAMGA_CHECK(require_schema(connection, station_schema()));
        }
        return StationDatabase(folder, station, std::nullopt);
    }
    KOLTAMGA_TRY(const bool there, is_there(file_in(folder)));
    if (!there) {
        return failure::not_there();
    }
    KOLTAMGA_CHECK(require_data_folder(folder));
    KOLTAMGA_TRY(auto lock, ProcessLock::take(lock_in(folder)));
    KOLTAMGA_TRY(auto connection, Connection::open(file_in(folder), Access::write));
    KOLTAMGA_TRY(const auto version, schema_version(connection, station_schema()));
    if (version == 0) {
        return failure::not_there("empty-file");
    }
    KOLTAMGA_TRY(const auto station, require_binding(connection, binding));
    KOLTAMGA_CHECK(prepare(folder, connection));
    return StationDatabase(folder, station, std::move(lock));
}

Done StationDatabase::require_our_tables() const {
    KOLTAMGA_TRY(auto connection, connect());
    return require_schema(connection, station_schema());
}

Result<Connection> StationDatabase::connect() const {
    return Connection::open(file_in(folder_), lock_ ? Access::write : Access::read);
}

Result<Connection> StationDatabase::connect_for_sign_in() const {
    return Connection::open(file_in(folder_), Access::write);
}

} // namespace koltamga::db
