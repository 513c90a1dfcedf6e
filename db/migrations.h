// Bringing a database forward: numbered migrations, each all or nothing.
//
// A migration is never changed once it was released; tests/data/db holds a database of every older
// version, and a test brings each forward.
#pragma once

#include "db/connection.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace koltamga::db {

struct Migration {
    std::string_view what; // for people
    std::string_view sql;
};

struct Schema {
    std::int32_t application_id;           // SQLite's mark of whose file this is
    std::span<const Migration> migrations; // from version 1 on
};

const Schema& station_schema();
const Schema& centre_schema();

// The version a database has; 0: empty. db.damaged ("foreign-file") for another program's file.
Result<std::int64_t> schema_version(Connection& connection, const Schema& schema);

// Applies what is missing, up to `target` (0: the newest). Fails with db.newer-version, or
// db.migration-failed (the version stays as it was).
Done migrate(Connection& connection, const Schema& schema, std::int64_t target = 0);

// Tables, views and triggers are exactly those the migrations make: nobody has planted or removed
// one. db.schema-changed.
Done require_schema(Connection& connection, const Schema& schema);

} // namespace koltamga::db
