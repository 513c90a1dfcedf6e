#include "db/statement.h"
#include "db/sqlite_failure.h"
#include "db/statement_pool.h"

#include <sqlite3.h>

namespace koltamga::db {
namespace {

using Lifetime = sqlite3_destructor_type; // whether SQLite keeps a copy

int bind_one(sqlite3_stmt* statement, int index, std::nullptr_t, Lifetime) {
    return sqlite3_bind_null(statement, index);
}
int bind_one(sqlite3_stmt* statement, int index, std::int64_t number, Lifetime) {
    return sqlite3_bind_int64(statement, index, number);
}
int bind_one(sqlite3_stmt* statement, int index, std::string_view text, Lifetime lifetime) {
    return sqlite3_bind_text64(statement, index, text.empty() ? "" : text.data(), text.size(),
                               lifetime, SQLITE_UTF8);
}
int bind_one(sqlite3_stmt* statement, int index, BytesView bytes, Lifetime lifetime) {
    return bytes.empty()
               ? sqlite3_bind_zeroblob(statement, index, 0)
               : sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), lifetime);
}

// Whether a failure of this step can leave the disk's content unknown. SQLite counts COMMIT among
// what only reads, and a SELECT beside changes that are not committed may have to write some out.
bool may_write(sqlite3_stmt* statement) {
    return sqlite3_stmt_readonly(statement) == 0 ||
           sqlite3_txn_state(sqlite3_db_handle(statement), nullptr) == SQLITE_TXN_WRITE;
}

} // namespace

void Statement::GiveBack::operator()(sqlite3_stmt* statement) const {
    pool->give(statement);
}

Result<bool> Statement::next() {
    if (*stopped_ && sqlite3_stmt_readonly(statement_.get()) == 0) {
        return refused_after_failed_write();
    }
    const bool writes = may_write(statement_.get());
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW || code == SQLITE_DONE) {
        return code == SQLITE_ROW;
    }
    return failure_of(sqlite3_db_handle(statement_.get()), writes ? stopped_ : nullptr);
}

Done Statement::rebind(std::span<const Value> values) {
    return bind(values, true);
}

Done Statement::bind(std::span<const Value> values, bool copy) {
    const Lifetime lifetime = copy ? SQLITE_TRANSIENT : SQLITE_STATIC; // NOLINT SQLite's own casts
    static_cast<void>(sqlite3_reset(statement_.get()));                // again the last step's code
    int index = 0;
    for (const auto& value : values) {
        ++index;
        const int code = std::visit(
            [&](const auto& held) { return bind_one(statement_.get(), index, held, lifetime); },
            value.get());
        if (code != SQLITE_OK) {
            return failure_of(sqlite3_db_handle(statement_.get()), nullptr);
        }
    }
    return {};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* text = sqlite3_column_text(statement_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return text == nullptr ? std::string_view()
                           : std::string_view(reinterpret_cast<const char*>(text), size);
}

BytesView Statement::blob(int column) const {
    const auto* bytes = sqlite3_column_blob(statement_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return bytes == nullptr ? BytesView()
                            : BytesView(static_cast<const std::uint8_t*>(bytes), size);
}

int Statement::columns() const {
    return sqlite3_column_count(statement_.get());
}

std::string_view Statement::column_name(int column) const {
    const auto* name = sqlite3_column_name(statement_.get(), column);
    return name == nullptr ? std::string_view() : std::string_view(name);
}

Bytes Statement::bytes(int column) const {
    const auto view = blob(column);
    return {view.begin(), view.end()};
}

std::optional<std::string> Statement::optional_string(int column) const {
    return is_null(column) ? std::nullopt : std::optional(string(column));
}

} // namespace koltamga::db
