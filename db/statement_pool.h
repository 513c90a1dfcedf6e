// Statements that were prepared once and are not in use: preparing one anew takes longer than most
// of them run. One pool for each connection. Private to this folder.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>

struct sqlite3_stmt;

namespace koltamga::db {

class StatementPool {
  public:
    StatementPool() = default;
    StatementPool(const StatementPool&) = delete;
    StatementPool& operator=(const StatementPool&) = delete;
    ~StatementPool();

    // One prepared from this text, reset and without values; null when there is none.
    sqlite3_stmt* take(std::string_view sql);
    // Reset, its values dropped, and kept; finalised when it is of no use to anybody else.
    void give(sqlite3_stmt* statement);

  private:
    // By the text, which the statement itself holds.
    std::unordered_multimap<std::string_view, sqlite3_stmt*> idle_;
};

} // namespace koltamga::db
