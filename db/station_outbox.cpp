#include "db/station_outbox.h"

#include "db/blob_files.h"
#include "db/entry_writer.h"
#include "db/erasure.h"
#include "db/failures.h"
#include "db/known_time.h"
#include "db/station_outbox_state.h"
#include "db/transaction.h"

#include "issuance/timekeeping.h"

#include <algorithm>

namespace koltamga::db {
namespace {

using issuance::StoredEntry;

constexpr auto stored_columns = "sequence, header, body, subject";
// Settled: nothing is open or due, and nothing more will happen to it by itself. All times stand
// before "9".
constexpr auto releasable =
    "SELECT DISTINCT application FROM application JOIN receipt ON subject=application "
    "WHERE kind='record' AND receipt.sequence>=last_sequence AND receipt.time<=? "
    "AND personal IS NOT NULL AND settled=1";

Result<StoredEntry> stored(const Statement& row) {
    StoredEntry entry{row.number(0), row.string(1), row.bytes(2), std::nullopt};
    if (row.text(3) != "station") {
        entry.application = ApplicationId::parse(row.text(3));
        if (!entry.application) {
            return failure::damaged("subject-column");
        }
    }
    return entry;
}

template <class Read>
auto collect(Statement rows, Read read) -> Result<std::vector<decltype(read(rows))>> {
    std::vector<decltype(read(rows))> found;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return found;
        }
        found.push_back(read(rows));
    }
}

Result<std::vector<ApplicationId>> applications_in(Statement rows) {
    KOLTAMGA_TRY(const auto names,
                 collect(std::move(rows), [](const Statement& row) { return row.string(0); }));
    std::vector<ApplicationId> found;
    for (const auto& name : names) {
        const auto id = ApplicationId::parse(name);
        if (!id) {
            return failure::damaged("application-column");
        }
        found.push_back(*id);
    }
    return found;
}

} // namespace

Done StationOutbox::State::require_own(std::uint64_t sequence, const Digest& hash,
                                       const Subject& subject) {
    KOLTAMGA_TRY(auto row,
                 connection.query("SELECT hash, subject FROM entry WHERE sequence=?", {sequence}));
    KOLTAMGA_TRY(const bool there, row.next());
    if (!there) {
        return failure::fork("receipt-beyond-our-end at " + std::to_string(sequence));
    }
    if (row.text(0) != hex(hash)) {
        return failure::fork("receipt-for-another-entry at " + std::to_string(sequence));
    }
    if (subject && row.text(1) != subject->text()) {
        return failure::receipt_refused("entry-of-another-application");
    }
    return {};
}

Result<issuance::Stamp> StationOutbox::State::stamp() {
    KOLTAMGA_TRY(const auto last, last_known_time(connection));
    const auto now = setup.clock->now();
    return issuance::Stamp{"-", now, issuance::judge_clock(now, last, setup.tolerance)};
}

Result<std::optional<Instant>> StationOutbox::State::judged_now() {
    KOLTAMGA_TRY(const auto at, stamp());
    return at.time_source == TimeSource::doubtful ? std::nullopt : std::optional(at.time);
}

Done StationOutbox::State::keep(std::string_view kind, const std::string& subject,
                                std::uint64_t sequence, Instant time, BytesView der) {
    return connection.run("INSERT OR REPLACE INTO receipt (kind, subject, sequence, time, der) "
                          "VALUES (?, ?, ?, ?, ?)",
                          {kind, subject, sequence, to_text(time), der});
}

Done StationOutbox::State::require_blobs(const RecordReceipt& receipt) {
    KOLTAMGA_TRY(const auto ours, connection_blobs(receipt.application, receipt.sequence));
    for (const auto& name : ours) {
        const auto digest = digest_from_hex(name);
        if (!digest || !std::ranges::binary_search(receipt.blobs, *digest)) {
            return failure::receipt_incomplete("blob-not-listed");
        }
    }
    return {};
}

Result<std::vector<std::string>>
StationOutbox::State::connection_blobs(const ApplicationId& application, std::uint64_t through) {
    KOLTAMGA_TRY(auto rows,
                 connection.query("SELECT name FROM blob WHERE application=? AND entry<=? AND "
                                  "use<>'key-package' ORDER BY name",
                                  {application.text(), through}));
    return collect(std::move(rows), [](const Statement& row) { return row.string(0); });
}

Done StationOutbox::State::mark_receipted(const Subject& subject, std::uint64_t through) {
    return connection.run("UPDATE outbox SET state='receipted' WHERE state<>'receipted' AND "
                          "sequence IN (SELECT sequence FROM entry WHERE subject=? AND "
                          "sequence<=?)",
                          {name_of(subject), through});
}
StationOutbox::StationOutbox(std::unique_ptr<State> state) : state_(std::move(state)) {}
StationOutbox::~StationOutbox() = default;

Result<std::unique_ptr<StationOutbox>> StationOutbox::open(const StationDatabase& database,
                                                           OutboxSetup setup) {
    KOLTAMGA_TRY(auto connection, database.connect());
    KOLTAMGA_TRY(auto receipts, ReceiptReader::with(setup.centre_certificates));
    return std::unique_ptr<StationOutbox>(new StationOutbox(std::make_unique<State>(
        State{&database, std::move(connection), std::move(setup), std::move(receipts)})));
}

StationId StationOutbox::station() const {
    return state_->database->station();
}

Result<std::vector<StoredEntry>> StationOutbox::entries_after(std::uint64_t sequence,
                                                              std::size_t limit) {
    KOLTAMGA_TRY(auto rows, state_->connection.query(
                                std::string("SELECT ") + stored_columns +
                                    " FROM entry WHERE sequence>? ORDER BY sequence LIMIT ?",
                                {sequence, std::uint64_t{limit}}));
    std::vector<StoredEntry> entries;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return entries;
        }
        KOLTAMGA_TRY(auto entry, stored(rows));
        entries.push_back(std::move(entry));
    }
}

Result<std::optional<StoredEntry>> StationOutbox::entry(std::uint64_t sequence) {
    KOLTAMGA_TRY(auto row, state_->connection.query(std::string("SELECT ") + stored_columns +
                                                        " FROM entry WHERE sequence=?",
                                                    {sequence}));
    KOLTAMGA_TRY(const bool there, row.next());
    if (!there) {
        return std::optional<StoredEntry>();
    }
    KOLTAMGA_TRY(auto entry, stored(row));
    return std::optional(std::move(entry));
}

Result<std::uint64_t> StationOutbox::last_sequence() {
    KOLTAMGA_TRY(const auto last, state_->connection.integer("SELECT max(sequence) FROM entry"));
    return static_cast<std::uint64_t>(last.value_or(0));
}

Result<std::uint64_t> StationOutbox::acknowledged() {
    KOLTAMGA_TRY(const auto last,
                 state_->connection.integer("SELECT max(sequence) FROM receipt WHERE kind='head'"));
    return static_cast<std::uint64_t>(last.value_or(0));
}

Result<issuance::SignedHead> StationOutbox::sign_head() {
    auto& connection = state_->connection;
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_TRY(const auto end, chain_end(connection));
    if (end.sequence == 0) {
        return failure::entry_unknown("journal-empty");
    }
    KOLTAMGA_TRY(auto head, write_signed_head(connection, end, state_->setup.sign,
                                              state_->setup.clock->now()));
    KOLTAMGA_CHECK(transaction.commit());
    keep_last_head(state_->database->folder(), head);
    return issuance::SignedHead{compose(head.head), std::move(head.signature)};
}

Result<Bytes> StationOutbox::centre_wrap(const std::optional<ApplicationId>& subject) {
    KOLTAMGA_TRY(auto wrap, state_->connection.blob("SELECT wrap FROM key_wrap WHERE subject=? AND "
                                                    "holder='centre'",
                                                    {name_of(subject)}));
    if (!wrap) {
        return failure::key_gone("centre-wrap of " + name_of(subject));
    }
    return std::move(*wrap);
}

Result<std::vector<std::string>> StationOutbox::blobs_of(const ApplicationId& application) {
    return state_->connection_blobs(application, INT64_MAX);
}

Result<Bytes> StationOutbox::sealed_blob(const std::string& name) {
    return read_blob_file(state_->database->folder(), name);
}

Done StationOutbox::mark_sent(std::uint64_t through) {
    return state_->connection.run(
        "UPDATE outbox SET state='sent' WHERE sequence<=? AND state='unsent'", {through});
}

Done StationOutbox::keep_head_receipt(std::uint64_t sequence, BytesView receipt) {
    KOLTAMGA_TRY(const auto read, state_->receipts.head(receipt));
    if (read.station != station() || read.sequence != sequence) {
        return failure::receipt_refused("head-receipt-for-another");
    }
    KOLTAMGA_CHECK(state_->require_own(sequence, read.hash, std::nullopt));
    KOLTAMGA_TRY(auto transaction, Transaction::begin(state_->connection));
    KOLTAMGA_CHECK(state_->keep("head", "station", sequence, read.time, receipt));
    KOLTAMGA_CHECK(state_->connection.run("DELETE FROM known_fork"));
    KOLTAMGA_CHECK(state_->mark_receipted(std::nullopt, sequence));
    return transaction.commit();
}

Done StationOutbox::keep_record_receipt(const ApplicationId& application, std::uint64_t sequence,
                                        BytesView receipt) {
    KOLTAMGA_TRY(const auto read, state_->receipts.record(receipt));
    if (read.station != station() || read.application != application || read.sequence != sequence) {
        return failure::receipt_refused("record-receipt-for-another");
    }
    KOLTAMGA_CHECK(state_->require_own(sequence, read.hash, application));
    KOLTAMGA_CHECK(state_->require_blobs(read));
    KOLTAMGA_TRY(auto transaction, Transaction::begin(state_->connection));
    KOLTAMGA_CHECK(state_->keep("record", application.text(), sequence, read.time, receipt));
    KOLTAMGA_CHECK(state_->mark_receipted(application, sequence));
    KOLTAMGA_CHECK(transaction.commit());
    if (state_->setup.retention_days != 0) {
        return {};
    }
    KOLTAMGA_TRY(const auto released, release_settled(0));
    static_cast<void>(released);
    return {};
}

Result<std::vector<ApplicationId>> StationOutbox::without_receipt() {
    KOLTAMGA_TRY(auto rows,
                 state_->connection.query(
                     "SELECT subject, min(entry.sequence) AS first FROM outbox JOIN "
                     "entry USING (sequence) WHERE state<>'receipted' AND "
                     "subject<>'station' AND subject NOT IN (SELECT subject FROM entry "
                     "WHERE kind='application.erased') GROUP BY subject ORDER BY first"));
    return applications_in(std::move(rows));
}

Result<std::optional<Bytes>> StationOutbox::record_receipt(const ApplicationId& application) {
    return state_->connection.blob("SELECT der FROM receipt WHERE kind='record' AND subject=? "
                                   "ORDER BY sequence DESC LIMIT 1",
                                   {application.text()});
}

Result<std::size_t> StationOutbox::release_settled(int days) {
    auto& connection = state_->connection;
    KOLTAMGA_TRY(const auto now, state_->judged_now());
    if (!now && days != 0) {
        return std::size_t{0};
    }
    // The receipt's time is the centre's. Without a term no clock is needed.
    const auto latest = days == 0 ? std::string("9") : to_text(*now - std::chrono::days(days));
    KOLTAMGA_TRY(auto rows, connection.query(std::string(releasable), {latest}));
    KOLTAMGA_TRY(const auto due, applications_in(std::move(rows)));
    for (const auto& application : due) {
        KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
        KOLTAMGA_TRY(const auto blobs, release_application(connection, application));
        KOLTAMGA_CHECK(transaction.commit());
        KOLTAMGA_CHECK(destroy_blobs(state_->database->folder(), connection, blobs));
    }
    return due.size();
}

} // namespace koltamga::db
