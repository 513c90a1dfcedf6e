#include "db/centre_store.h"

#include "db/blob_files.h"
#include "db/failures.h"
#include "db/migrations.h"
#include "db/transaction.h"

#include "base/file.h"
#include "crypto/hash.h"

namespace koltamga::db {
namespace {

std::string at(std::uint64_t sequence) {
    return " at " + std::to_string(sequence);
}

Result<CentreStation> station_from(const Statement& row) {
    const auto id = StationId::parse(row.text(0));
    const auto enrolled = instant_from(row.text(5));
    if (!id || !enrolled) {
        return failure::damaged("station-row");
    }
    return CentreStation{*id, row.string(1), row.bytes(2), row.bytes(3), row.bytes(4), *enrolled};
}

constexpr auto station_columns =
    "SELECT station, name, tls_certificate, ra_certificate, journal_certificate, enrolled "
    "FROM station";
constexpr auto entry_columns =
    "SELECT entry.sequence, header, entry.hash, body.hash IS NOT NULL FROM entry "
    "LEFT JOIN body ON body.station=entry.station AND body.hash=entry.hash "
    "WHERE entry.lost_to=0 AND entry.station=?";

Result<CentreEntry> entry_from(const Statement& row) {
    KOLTAMGA_TRY(const auto header, parse_entry_header(row.text(1)));
    const auto hash = digest_from_hex(row.text(2));
    if (!hash) {
        return failure::damaged("hash-column");
    }
    return CentreEntry{row.number(0),      row.string(1), *hash,
                       header.application, header.body,   row.integer(3) != 0};
}

Result<std::optional<std::string>> hash_held(Connection& connection, const StationId& station,
                                             std::uint64_t sequence) {
    return connection.text("SELECT hash FROM entry WHERE station=? AND lost_to=0 AND sequence=?",
                           {station.text(), sequence});
}

// The station was restored from a backup: it goes on from an earlier entry that we hold, too, and
// says so by a new epoch. What it lost is set aside.
Result<bool> goes_on_from_backup(Connection& connection, const Head& head,
                                 const EntryHeader& header) {
    if (!header.opens_epoch() || header.epoch <= head.epoch) {
        return false;
    }
    KOLTAMGA_TRY(const auto before, hash_held(connection, header.station, header.sequence - 1));
    if (before != hex(header.previous)) {
        return false;
    }
    KOLTAMGA_CHECK(connection.run("UPDATE entry SET lost_to=? WHERE station=? AND lost_to=0 AND "
                                  "sequence>=?",
                                  {header.epoch, header.station.text(), header.sequence}));
    return true;
}

Done add_header(Connection& connection, Head& head, const EntryHeader& header,
                const std::string& text) {
    head.epoch = header.epoch;
    head.sequence = header.sequence;
    head.hash = entry_hash(text);
    return connection.run("INSERT INTO entry (station, sequence, subject, kind, header, hash) "
                          "VALUES (?, ?, ?, ?, ?, ?)",
                          {header.station.text(), header.sequence, name_of(header.application),
                           header.kind, text, hex(head.hash)});
}

// A header of a sequence that is held already: the same, a restored station's, or a fork.
Done take_again(Connection& connection, Head& head, const EntryHeader& header,
                const std::string& text) {
    KOLTAMGA_TRY(const auto held, hash_held(connection, header.station, header.sequence));
    if (held == hex(entry_hash(text))) {
        return {};
    }
    KOLTAMGA_TRY(const bool restored, goes_on_from_backup(connection, head, header));
    return restored ? add_header(connection, head, header, text)
                    : Done(failure::fork("same-sequence" + at(header.sequence)));
}

// One header against what is held: repeated, next in order, or refused.
Done take_header(Connection& connection, const StationId& station, Head& head,
                 const std::string& text) {
    KOLTAMGA_TRY(const auto header, parse_entry_header(text));
    if (header.station != station) {
        return failure::chain_broken("station-differs" + at(header.sequence));
    }
    if (header.sequence <= head.sequence) {
        return take_again(connection, head, header, text);
    }
    if (header.sequence != head.sequence + 1) {
        return failure::gap("last-held " + std::to_string(head.sequence));
    }
    if (header.previous != head.hash) {
        return failure::fork("previous-hash" + at(header.sequence));
    }
    if (head.sequence != 0 && !header.epoch_follows(head.epoch)) {
        return failure::chain_broken("epoch-differs" + at(header.sequence));
    }
    return add_header(connection, head, header, text);
}

} // namespace

Result<CentreStore> CentreStore::open(const std::filesystem::path& folder) {
    KOLTAMGA_CHECK(make_private_folder(folder));
    KOLTAMGA_CHECK(make_private_folder(blobs_in(folder)));
    KOLTAMGA_CHECK(require_data_folder(folder));
    KOLTAMGA_TRY(auto connection, Connection::open(folder / "centre.db", Access::create));
    KOLTAMGA_CHECK(migrate(connection, centre_schema()));
    KOLTAMGA_CHECK(require_schema(connection, centre_schema()));
    return CentreStore(folder, std::move(connection));
}

Done CentreStore::add_station(const CentreStation& station) {
    return connection_.run(
        "INSERT INTO station (station, name, tls_certificate, ra_certificate, "
        "journal_certificate, enrolled) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (station) DO UPDATE "
        "SET name=excluded.name, tls_certificate=excluded.tls_certificate, "
        "ra_certificate=excluded.ra_certificate, journal_certificate=excluded.journal_certificate",
        {station.station.text(), station.name, station.tls_certificate, station.ra_certificate,
         station.journal_certificate, to_text(station.enrolled)});
}

Result<std::optional<CentreStation>> CentreStore::station(const StationId& station) {
    KOLTAMGA_TRY(auto row, connection_.query(std::string(station_columns) + " WHERE station=?",
                                             {station.text()}));
    KOLTAMGA_TRY(const bool there, row.next());
    if (!there) {
        return std::optional<CentreStation>();
    }
    KOLTAMGA_TRY(auto found, station_from(row));
    return std::optional(std::move(found));
}

Result<std::vector<CentreStation>> CentreStore::stations() {
    KOLTAMGA_TRY(auto rows, connection_.query(std::string(station_columns) + " ORDER BY station"));
    std::vector<CentreStation> all;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return all;
        }
        KOLTAMGA_TRY(auto one, station_from(rows));
        all.push_back(std::move(one));
    }
}

Result<Head> CentreStore::head_of(const StationId& station) {
    KOLTAMGA_TRY(auto row,
                 connection_.query("SELECT header FROM entry WHERE lost_to=0 AND station=? "
                                   "ORDER BY sequence DESC LIMIT 1",
                                   {station.text()}));
    KOLTAMGA_TRY(const bool there, row.next());
    if (!there) {
        return Head{station, 1, 0, {}, {}};
    }
    KOLTAMGA_TRY(const auto header, parse_entry_header(row.text(0)));
    return Head{station, header.epoch, header.sequence, entry_hash(row.text(0)), header.time};
}

Result<Head> CentreStore::accept_headers(const StationId& station,
                                         std::span<const std::string> headers) {
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection_));
    KOLTAMGA_TRY(auto head, head_of(station));
    for (const auto& text : headers) {
        KOLTAMGA_CHECK(take_header(connection_, station, head, text));
    }
    KOLTAMGA_CHECK(transaction.commit());
    return head_of(station);
}

Done CentreStore::keep_signed_head(const SignedHead& head) {
    KOLTAMGA_TRY(const auto held, entry(head.head.station, head.head.sequence));
    if (!held) {
        return failure::gap("head-beyond-our-end" + at(head.head.sequence));
    }
    if (held->hash != head.head.hash) {
        return failure::fork("signed-head" + at(head.head.sequence));
    }
    return connection_.run(
        "INSERT OR REPLACE INTO signed_head (station, hash, text, signature) "
        "VALUES (?, ?, ?, ?)",
        {head.head.station.text(), hex(head.head.hash), compose(head.head), head.signature});
}

Result<std::optional<SignedHead>> CentreStore::signed_head(const StationId& station,
                                                           std::uint64_t sequence) {
    KOLTAMGA_TRY(auto rows,
                 connection_.query("SELECT text, signature FROM signed_head JOIN entry USING "
                                   "(station, hash) WHERE station=? AND sequence=?",
                                   {station.text(), sequence}));
    KOLTAMGA_TRY(const bool row, rows.next());
    if (!row) {
        return std::optional<SignedHead>();
    }
    KOLTAMGA_TRY(auto head, parse_head(rows.text(0)));
    return std::optional(SignedHead{std::move(head), rows.bytes(1)});
}

Done CentreStore::keep_body(const StationId& station, std::uint64_t sequence, BytesView body) {
    KOLTAMGA_TRY(const auto held, entry(station, sequence));
    if (!held) {
        return failure::entry_unknown("sequence " + std::to_string(sequence));
    }
    if (held->body_hash != crypto::sha256(body)) {
        return failure::body_mismatch("body" + at(sequence));
    }
    return connection_.run("INSERT OR IGNORE INTO body (station, hash, sealed) VALUES (?, ?, ?)",
                           {station.text(), hex(held->hash), body});
}

Result<std::optional<Bytes>> CentreStore::body(const StationId& station, std::uint64_t sequence) {
    return connection_.blob("SELECT sealed FROM body JOIN entry USING (station, hash) "
                            "WHERE station=? AND sequence=? AND lost_to=0",
                            {station.text(), sequence});
}

Result<std::optional<CentreEntry>> CentreStore::entry(const StationId& station,
                                                      std::uint64_t sequence) {
    KOLTAMGA_TRY(auto row, connection_.query(std::string(entry_columns) + " AND entry.sequence=?",
                                             {station.text(), sequence}));
    KOLTAMGA_TRY(const bool there, row.next());
    if (!there) {
        return std::optional<CentreEntry>();
    }
    KOLTAMGA_TRY(auto found, entry_from(row));
    return std::optional(std::move(found));
}

Result<std::vector<CentreEntry>> CentreStore::entries_of(const StationId& station,
                                                         const Subject& subject) {
    KOLTAMGA_TRY(auto rows, connection_.query(std::string(entry_columns) +
                                                  " AND subject=? ORDER BY entry.sequence",
                                              {station.text(), name_of(subject)}));
    std::vector<CentreEntry> entries;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return entries;
        }
        KOLTAMGA_TRY(auto one, entry_from(rows));
        entries.push_back(std::move(one));
    }
}

Result<std::vector<issuance::LostEntry>> CentreStore::lost_entries(const StationId& station,
                                                                   std::uint32_t epoch,
                                                                   std::uint64_t after,
                                                                   std::size_t limit) {
    KOLTAMGA_TRY(auto rows,
                 connection_.query("SELECT sequence, kind, subject, hash FROM entry WHERE "
                                   "station=? AND lost_to=? AND lost_to<>0 AND sequence>? "
                                   "ORDER BY sequence LIMIT ?",
                                   {station.text(), epoch, after, std::uint64_t{limit}}));
    std::vector<issuance::LostEntry> lost;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return lost;
        }
        const auto hash = digest_from_hex(rows.text(3));
        const auto application = ApplicationId::parse(rows.text(2));
        if (!hash || (!application && rows.text(2) != "station")) {
            return failure::damaged("lost-entry");
        }
        lost.push_back({rows.number(0), rows.string(1), application, *hash});
    }
}

Result<std::vector<std::uint64_t>> CentreStore::missing_bodies(const StationId& station,
                                                               const Subject& subject) {
    KOLTAMGA_TRY(const auto entries, entries_of(station, subject));
    std::vector<std::uint64_t> missing;
    for (const auto& one : entries) {
        if (one.body_hash && !one.has_body) {
            missing.push_back(one.sequence);
        }
    }
    return missing;
}

Done CentreStore::keep_wrap(const StationId& station, const Subject& subject, BytesView wrap) {
    // What was opened once and has its receipt is never changed: the station may have let go of its
    // own wrap on the strength of it.
    return connection_.run("INSERT INTO key_wrap (station, subject, wrap) VALUES (?1, ?2, ?3) "
                           "ON CONFLICT (station, subject) DO UPDATE SET wrap=excluded.wrap "
                           "WHERE NOT EXISTS (SELECT 1 FROM receipt WHERE kind='record' "
                           "AND receipt.station=?1 AND receipt.subject=?2)",
                           {station.text(), name_of(subject), wrap});
}

Result<std::optional<Bytes>> CentreStore::wrap(const StationId& station, const Subject& subject) {
    return connection_.blob("SELECT wrap FROM key_wrap WHERE station=? AND subject=?",
                            {station.text(), name_of(subject)});
}

Done CentreStore::keep_blob(const StationId& station, const Digest& name, BytesView content) {
    if (crypto::sha256(content) != name) {
        return failure::body_mismatch("blob");
    }
    KOLTAMGA_TRY(const auto written, write_blob_file(folder_, content));
    return connection_.run("INSERT OR IGNORE INTO blob (name, station, size) VALUES (?, ?, ?)",
                           {hex(written), station.text(), std::uint64_t{content.size()}});
}

Result<bool> CentreStore::has_blob(const Digest& name) {
    KOLTAMGA_TRY(const auto there,
                 connection_.integer("SELECT 1 FROM blob WHERE name=?", {hex(name)}));
    return there.has_value();
}

Result<Bytes> CentreStore::blob(const Digest& name) {
    return read_blob_file(folder_, hex(name));
}

Done CentreStore::keep_head_receipt(const HeadReceipt& receipt, BytesView der) {
    return keep_receipt("head", receipt.station, "station", receipt.sequence, receipt.hash, der);
}

Done CentreStore::keep_record_receipt(const RecordReceipt& receipt, BytesView der) {
    return keep_receipt("record", receipt.station, receipt.application.text(), receipt.sequence,
                        receipt.hash, der);
}

Done CentreStore::keep_receipt(std::string_view kind, const StationId& station,
                               std::string_view subject, std::uint64_t sequence, const Digest& hash,
                               BytesView der) {
    return connection_.run("INSERT OR REPLACE INTO receipt (kind, station, subject, sequence, "
                           "hash, der) VALUES (?, ?, ?, ?, ?, ?)",
                           {kind, station.text(), subject, sequence, hex(hash), der});
}

Result<std::optional<Bytes>> CentreStore::head_receipt(const StationId& station,
                                                       std::uint64_t sequence) {
    return connection_.blob("SELECT der FROM receipt JOIN entry USING (station, sequence, hash) "
                            "WHERE receipt.kind='head' AND lost_to=0 AND station=? AND sequence=?",
                            {station.text(), sequence});
}

Result<std::optional<Bytes>> CentreStore::record_receipt(const StationId& station,
                                                         const ApplicationId& application,
                                                         std::uint64_t sequence) {
    return connection_.blob("SELECT der FROM receipt JOIN entry USING (station, sequence, hash) "
                            "WHERE receipt.kind='record' AND lost_to=0 AND station=? AND "
                            "receipt.subject=? AND sequence=?",
                            {station.text(), application.text(), sequence});
}

Result<std::uint64_t> CentreStore::receipted_through(const StationId& station,
                                                     const ApplicationId& application) {
    KOLTAMGA_TRY(const auto last,
                 connection_.integer("SELECT max(sequence) FROM receipt JOIN entry USING (station, "
                                     "sequence, hash) WHERE receipt.kind='record' AND lost_to=0 "
                                     "AND station=? AND receipt.subject=?",
                                     {station.text(), application.text()}));
    return static_cast<std::uint64_t>(last.value_or(0));
}

Done CentreStore::add_code(const Digest& code, bool reusable, Instant expires) {
    return connection_.run("INSERT OR REPLACE INTO code (hash, reusable, expires) VALUES (?, ?, ?)",
                           {hex(code), reusable ? 1 : 0, to_text(expires)});
}

Done CentreStore::use_code(const Digest& code, const StationId& station, Instant now) {
    KOLTAMGA_CHECK(connection_.run("UPDATE code SET used=used+1, station=?3 WHERE hash=?1 AND "
                                   "expires>?2 AND (reusable OR used=0 OR station=?3)",
                                   {hex(code), to_text(now), station.text()}));
    return connection_.changes() == 1 ? Done() : Done(failure::code_refused("unknown-or-used"));
}

} // namespace koltamga::db
