#include "db/journal_export.h"

#include "db/entry_writer.h"
#include "db/failures.h"
#include "db/transaction.h"

namespace koltamga::db {
namespace {

// The station's own bodies are about operators and backups, not about applicants.
Result<std::string> entry_text(const Statement& row, const SecretBytes* key) {
    std::string text = row.string(0);
    if (key != nullptr && row.text(3) == "station") {
        KOLTAMGA_TRY(const auto entry, read_entry(row, key));
        if (!entry.body.empty()) {
            text += "body-json " + entry.body + '\n';
        }
    }
    return text + '\n';
}

} // namespace

Result<std::string> export_text(Connection& connection, const StationId& station,
                                const Session& session, const SignedHead& head) {
    KOLTAMGA_TRY(auto picture, Transaction::begin_reading(connection));
    if (head.head.station != station) {
        return failure::head_malformed("another-station");
    }
    KOLTAMGA_TRY(const auto count, connection.integer("SELECT count(*) FROM entry"));
    KOLTAMGA_TRY(const auto key, session.keys->subject_key(connection, std::nullopt));
    KOLTAMGA_TRY(auto rows, connection.query(std::string("SELECT ") + entry_columns +
                                             ", subject FROM entry ORDER BY sequence"));
    std::string text = "koltamga-export-1\n" + compose(head) + "entries " +
                       std::to_string(count.value_or(0)) + "\n\n";
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return text;
        }
        KOLTAMGA_TRY(const auto entry, entry_text(rows, &key));
        text += entry;
    }
}

} // namespace koltamga::db
