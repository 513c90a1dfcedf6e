// One connection to one SQLite file, opened as this project wants it: write-ahead log, full
// synchronisation, secure deletion, foreign keys, a busy time-out. One thread at a time.
//
// Every return code is looked at and becomes a failure of its own: db.locked, db.full, db.damaged,
// db.stopped … After a failed write or fsync nobody knows what the disk holds, so the connection
// refuses every further write until the file has been opened anew (TOOLBOX, "Storage").
#pragma once

#include "db/statement.h"

#include "base/result.h"

#include <filesystem>
#include <initializer_list>
#include <memory>

struct sqlite3;

namespace koltamga::db {

enum class Access {
    read,   // beside a writer; changes nothing
    write,  // the file must be there
    create, // makes the file (0600) if it is not there
};

// Left beside a database whose last writer could not tell what the disk holds; who opens it next
// verifies the whole journal first.
std::filesystem::path mark_of_doubt(const std::filesystem::path& database);

class Connection {
  public:
    // Fails with db.not-there, db.damaged (not a database), db.locked …
    static Result<Connection> open(const std::filesystem::path& file, Access access);

    // One that is gone with the object: for comparing schemas.
    static Result<Connection> open_in_memory();

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    // Prepares and binds; values in the order of the question marks.
    Result<Statement> query(std::string_view sql, std::initializer_list<Value> values = {});
    // Runs a statement that gives no rows, to its end.
    Done run(std::string_view sql, std::initializer_list<Value> values = {});
    // Several statements, from a migration.
    Done run_script(const std::string& sql);

    // Empties the write-ahead log, so that what was deleted does not live on in it. As far as
    // readers let it; the next one goes on.
    void empty_log();

    // The first column of the only row; nothing if there is no row or it is null.
    Result<std::optional<std::int64_t>> integer(std::string_view sql,
                                                std::initializer_list<Value> values = {});
    Result<std::optional<std::string>> text(std::string_view sql,
                                            std::initializer_list<Value> values = {});
    Result<std::optional<Bytes>> blob(std::string_view sql,
                                      std::initializer_list<Value> values = {});

    // Rows changed by the last statement.
    std::int64_t changes() const;
    bool in_transaction() const;
    // A write failed in a way that leaves the disk's content unknown.
    bool stopped() const;
    Access access() const;
    const std::filesystem::path& file() const;

    // For the backup and for tests that limit the file's size.
    sqlite3* handle() const;

  private:
    struct State;
    explicit Connection(std::unique_ptr<State> state);
    Result<Statement> prepare(std::string_view sql, std::initializer_list<Value> values, bool copy);
    static Result<Connection> open_named(const std::string& name);
    std::unique_ptr<State> state_;
};

} // namespace koltamga::db
