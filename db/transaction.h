// All or nothing. Rolled back when it goes out of scope without commit().
#pragma once

#include "db/connection.h"

namespace koltamga::db {

class Transaction {
  public:
    // BEGIN IMMEDIATE: the write lock at once, or db.locked after the busy time-out.
    static Result<Transaction> begin(Connection& connection);
    // BEGIN: one unchanging picture of the database for several reads.
    static Result<Transaction> begin_reading(Connection& connection);

    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // Durable when this returns well. A failure leaves nothing of the transaction.
    Done commit();

  private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}
    Connection* connection_;
};

} // namespace koltamga::db
