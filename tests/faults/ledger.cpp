#include "tests/faults/ledger.h"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include <sqlite3.h>

namespace koltamga::faults {
namespace {

std::string column(sqlite3_stmt* statement, int index) {
    const auto* text = sqlite3_column_text(statement, index);
    return text == nullptr
               ? std::string()
               : std::string(reinterpret_cast<const char*>(text),
                             static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
}

void each_row(const std::filesystem::path& station, const char* sql,
              const std::function<void(sqlite3_stmt*)>& row) {
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    int code =
        sqlite3_open_v2((station / "station.db").c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_busy_timeout(database, 10'000);
    if (code == SQLITE_OK) {
        code = sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
    }
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW) {
            row(statement);
        }
    }
    const std::string message = sqlite3_errmsg(database);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    if (code != SQLITE_DONE) {
        throw std::runtime_error("ledger: " + message);
    }
}

} // namespace

Ledger read_ledger(const std::filesystem::path& station) {
    Ledger ledger;
    each_row(station, "SELECT hash, kind, subject FROM entry ORDER BY sequence", [&](auto* row) {
        ledger.push_back({column(row, 0), column(row, 1), column(row, 2)});
    });
    return ledger;
}

bool continues(const Ledger& earlier, const Ledger& later) {
    return later.size() >= earlier.size() &&
           std::equal(earlier.begin(), earlier.end(), later.begin());
}

bool holds(const Ledger& ledger, const std::string& subject, const std::string& kind) {
    return std::ranges::any_of(
        ledger, [&](const auto& entry) { return entry.subject == subject && entry.kind == kind; });
}

std::vector<std::string> subjects_with(const Ledger& ledger, const std::string& kind) {
    std::vector<std::string> subjects;
    for (const auto& entry : ledger) {
        if (entry.kind == kind) {
            subjects.push_back(entry.subject);
        }
    }
    return subjects;
}

std::size_t waiting_for_receipt(const std::filesystem::path& station) {
    std::size_t waiting = 0;
    each_row(station, "SELECT 1 FROM outbox WHERE state <> 'receipted'", [&](auto*) { ++waiting; });
    return waiting;
}

unsigned failed_sign_ins(const std::filesystem::path& station) {
    int failures = 0;
    each_row(station, "SELECT max(failures) FROM operator",
             [&](auto* row) { failures = sqlite3_column_int(row, 0); });
    return static_cast<unsigned>(failures);
}

} // namespace koltamga::faults
