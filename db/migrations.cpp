#include "db/migrations.h"

#include "db/failures.h"
#include "db/transaction.h"

namespace koltamga::db {
namespace {

Result<std::string> schema_text(Connection& connection) {
    KOLTAMGA_TRY(auto rows, connection.query(
                                "SELECT type||' '||name||' '||coalesce(sql,'') FROM sqlite_schema "
                                "ORDER BY type, name"));
    std::string text;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return text;
        }
        text.append(rows.text(0)).append(1, '\n');
    }
}

Done apply_one(Connection& connection, const Schema& schema, std::int64_t version) {
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    const auto& migration = schema.migrations[static_cast<std::size_t>(version - 1)];
    KOLTAMGA_CHECK(connection.run_script(std::string(migration.sql)));
    KOLTAMGA_CHECK(
        connection.run("PRAGMA application_id=" + std::to_string(schema.application_id)));
    KOLTAMGA_CHECK(connection.run("PRAGMA user_version=" + std::to_string(version)));
    return transaction.commit();
}

} // namespace

Result<std::int64_t> schema_version(Connection& connection, const Schema& schema) {
    KOLTAMGA_TRY(const auto version, connection.integer("PRAGMA user_version"));
    KOLTAMGA_TRY(const auto mark, connection.integer("PRAGMA application_id"));
    const bool empty = version == 0 && mark == 0;
    if (!empty && mark != schema.application_id) {
        return failure::damaged("foreign-file");
    }
    return version.value_or(0);
}

Done migrate(Connection& connection, const Schema& schema, std::int64_t target) {
    const auto newest = static_cast<std::int64_t>(schema.migrations.size());
    KOLTAMGA_TRY(auto version, schema_version(connection, schema));
    if (version > newest) {
        return failure::newer_version("version " + std::to_string(version));
    }
    while (version < (target == 0 ? newest : target)) {
        ++version;
        if (const auto applied = apply_one(connection, schema, version); !applied) {
            return failure::migration_failed("to " + std::to_string(version) + ": " +
                                             std::string(name_of(applied.failure().code)) + " " +
                                             applied.failure().detail);
        }
    }
    return {};
}

Done require_schema(Connection& connection, const Schema& schema) {
    KOLTAMGA_TRY(auto fresh, Connection::open_in_memory());
    KOLTAMGA_CHECK(migrate(fresh, schema));
    KOLTAMGA_TRY(const auto expected, schema_text(fresh));
    KOLTAMGA_TRY(const auto found, schema_text(connection));
    if (expected != found) {
        return failure::schema_changed();
    }
    return {};
}

} // namespace koltamga::db
