#include "db/connection.h"

#include "db/failures.h"
#include "db/private_file.h"
#include "db/sqlite_failure.h"
#include "db/statement_pool.h"

#include <sqlite3.h>

#include <utility>

namespace koltamga::db {
namespace {

constexpr int busy_milliseconds = 5000;

constexpr const char* settings_of_all = "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; "
                                        "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;";
constexpr const char* settings_of_writers =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";
constexpr const char* settings_of_readers = "PRAGMA query_only=ON;";

struct Close {
    void operator()(sqlite3* handle) const {
        // _v2 cannot fail: it waits for the last statement.
        static_cast<void>(sqlite3_close_v2(handle));
    }
};

// Readers open for writing too: a reader beside a writer needs the shared memory of the log.
// query_only keeps them from changing anything.
constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

} // namespace

std::filesystem::path mark_of_doubt(const std::filesystem::path& database) {
    return database.string() + "-doubtful";
}

struct Connection::State {
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (stopped && !file.empty()) {
            // If not even this can be written, opening will find out by itself.
            static_cast<void>(make_private_file(mark_of_doubt(file)));
        }
    }

    std::unique_ptr<sqlite3, Close> handle;
    std::shared_ptr<StatementPool> statements = std::make_shared<StatementPool>();
    std::filesystem::path file;
    Access access = Access::read;
    bool stopped = false;
};

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const std::filesystem::path& file, Access access) {
    if (access == Access::create) {
        KOLTAMGA_CHECK(make_private_file(file));
    }
    KOLTAMGA_CHECK(require_plain_file(file));
    KOLTAMGA_TRY(auto connection, open_named(file.string()));
    connection.state_->file = file;
    connection.state_->access = access;
    KOLTAMGA_CHECK(connection.run_script(settings_of_all));
    KOLTAMGA_CHECK(
        connection.run_script(access == Access::read ? settings_of_readers : settings_of_writers));
    return connection;
}

Result<Connection> Connection::open_in_memory() {
    KOLTAMGA_TRY(auto connection, open_named(":memory:"));
    connection.state_->access = Access::create;
    return connection;
}

Result<Connection> Connection::open_named(const std::string& name) {
    auto state = std::make_unique<State>();
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
    state->handle.reset(handle);
    if (code != SQLITE_OK || sqlite3_busy_timeout(handle, busy_milliseconds) != SQLITE_OK) {
        return failure_of(handle, nullptr);
    }
    return Connection(std::move(state));
}

Result<Statement> Connection::prepare(std::string_view sql, std::initializer_list<Value> values,
                                      bool copy) {
    sqlite3_stmt* prepared = state_->statements->take(sql);
    if (prepared == nullptr) {
        const int code =
            sqlite3_prepare_v3(state_->handle.get(), sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
        if (code != SQLITE_OK) {
            return failure_of(state_->handle.get(), nullptr);
        }
    }
    Statement statement(prepared, state_->statements, state_->stopped);
    KOLTAMGA_CHECK(statement.bind(std::span(values.begin(), values.size()), copy));
    return statement;
}

Result<Statement> Connection::query(std::string_view sql, std::initializer_list<Value> values) {
    return prepare(sql, values, true);
}

Done Connection::run(std::string_view sql, std::initializer_list<Value> values) {
    KOLTAMGA_TRY(auto statement, prepare(sql, values, false));
    KOLTAMGA_TRY(auto row, statement.next());
    while (row) {
        KOLTAMGA_TRY(row, statement.next());
    }
    return {};
}

Done Connection::run_script(const std::string& sql) {
    if (state_->stopped) {
        return refused_after_failed_write();
    }
    if (sqlite3_exec(state_->handle.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failure_of(state_->handle.get(),
                          state_->access == Access::read ? nullptr : &state_->stopped);
    }
    return {};
}

Result<std::optional<std::int64_t>> Connection::integer(std::string_view sql,
                                                        std::initializer_list<Value> values) {
    KOLTAMGA_TRY(auto statement, query(sql, values));
    KOLTAMGA_TRY(const auto row, statement.next());
    return row && !statement.is_null(0) ? std::optional(statement.integer(0)) : std::nullopt;
}

Result<std::optional<std::string>> Connection::text(std::string_view sql,
                                                    std::initializer_list<Value> values) {
    KOLTAMGA_TRY(auto statement, query(sql, values));
    KOLTAMGA_TRY(const auto row, statement.next());
    return row ? statement.optional_string(0) : std::nullopt;
}

Result<std::optional<Bytes>> Connection::blob(std::string_view sql,
                                              std::initializer_list<Value> values) {
    KOLTAMGA_TRY(auto statement, query(sql, values));
    KOLTAMGA_TRY(const auto row, statement.next());
    return row && !statement.is_null(0) ? std::optional(statement.bytes(0)) : std::nullopt;
}

void Connection::empty_log() {
    static_cast<void>(integer("PRAGMA wal_checkpoint(TRUNCATE)"));
}

std::int64_t Connection::changes() const {
    return sqlite3_changes64(state_->handle.get());
}
bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(state_->handle.get()) == 0;
}
bool Connection::stopped() const {
    return state_->stopped;
}
Access Connection::access() const {
    return state_->access;
}
const std::filesystem::path& Connection::file() const {
    return state_->file;
}
sqlite3* Connection::handle() const {
    return state_->handle.get();
}

} // namespace koltamga::db
