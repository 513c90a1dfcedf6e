#include "db/transaction.h"

#include "db/sqlite_failure.h"

#include <utility>

namespace koltamga::db {

Result<Transaction> Transaction::begin(Connection& connection) {
    KOLTAMGA_CHECK(connection.run("BEGIN IMMEDIATE"));
    return Transaction(connection);
}

Result<Transaction> Transaction::begin_reading(Connection& connection) {
    KOLTAMGA_CHECK(connection.run("BEGIN"));
    return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
    // Some failures roll back by themselves; a failing ROLLBACK changes nothing either: what was
    // not committed is not in the log.
    if (connection_ != nullptr && connection_->in_transaction()) {
        static_cast<void>(connection_->run("ROLLBACK"));
    }
}

Done Transaction::commit() {
    if (connection_->stopped()) {
        return refused_after_failed_write();
    }
    KOLTAMGA_CHECK(connection_->run("COMMIT"));
    connection_ = nullptr;
    return {};
}

} // namespace koltamga::db
