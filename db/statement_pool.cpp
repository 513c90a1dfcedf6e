#include "db/statement_pool.h"

#include <algorithm>

#include <sqlite3.h>

namespace koltamga::db {
namespace {

constexpr std::size_t most_idle = 128; // all that a station ever says

void finalise(sqlite3_stmt* statement) {
    // Repeats the failure of the last step, which has been looked at already.
    static_cast<void>(sqlite3_finalize(statement));
}

// Some pragmas act while they are prepared, so each has to be prepared anew; what is not in this
// list is rare.
bool may_be_kept(std::string_view sql) {
    constexpr std::string_view kept[] = {"SELECT", "INSERT", "UPDATE", "DELETE", "BEGIN", "COMMIT"};
    return std::ranges::any_of(kept, [&](std::string_view word) { return sql.starts_with(word); });
}

} // namespace

StatementPool::~StatementPool() {
    for (const auto& [sql, statement] : idle_) {
        finalise(statement);
    }
}

sqlite3_stmt* StatementPool::take(std::string_view sql) {
    const auto found = idle_.find(sql);
    if (found == idle_.end()) {
        return nullptr;
    }
    auto* const statement = found->second;
    idle_.erase(found);
    return statement;
}

void StatementPool::give(sqlite3_stmt* statement) {
    const std::string_view sql = sqlite3_sql(statement);
    if (!may_be_kept(sql) || idle_.size() >= most_idle) {
        finalise(statement);
        return;
    }
    static_cast<void>(sqlite3_reset(statement)); // as finalise(): again the last step's failure
    static_cast<void>(sqlite3_clear_bindings(statement)); // cannot fail
    idle_.emplace(sql, statement);
}

} // namespace koltamga::db
