#include "db/journal_export.h"

#include "db/entry_writer.h"
#include "db/failures.h"
#include "db/transaction.h"

#include <nlohmann/json.hpp>

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

Done note_export(Connection& connection, const Session& session, const issuance::Stamp& at) {
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_TRY(auto end, chain_end(connection));
    KOLTAMGA_TRY(const auto key, session.keys->subject_key(connection, std::nullopt));
    const nlohmann::json body = {{"through", end.sequence}};
    KOLTAMGA_TRY(const auto entry,
                 write_entry(connection, end,
                             {issuance::Kind::journal_exported, std::nullopt, body.dump()},
                             {session.name, at.time, at.time_source}, &key));
    return transaction.commit();
}

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
