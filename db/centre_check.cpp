// Whether the centre still holds what it received.
#include "db/centre_store.h"

#include "db/blob_files.h"

#include "crypto/hash.h"

namespace koltamga::db {
namespace {

struct Walker {
    CentreStore::Check& check;
    std::string station;
    std::uint64_t last = 0;
    Digest previous{};

    void broken(std::uint64_t sequence, std::string_view what) {
        check.broken.push_back(station + ' ' + std::to_string(sequence) + ' ' + std::string(what));
    }

    // Columns: station, sequence, header, hash, subject, kind, body, whether it has one.
    void see(const Statement& row) {
        const auto sequence = row.number(1);
        if (row.text(0) != station) {
            station = row.string(0);
            last = 0;
            previous = {};
        }
        ++check.entries;
        const auto text = row.text(2);
        const auto hash = entry_hash(text);
        const auto header = parse_entry_header(text);
        if (!header) {
            broken(sequence, "header-malformed");
        } else {
            see_header(row, *header, hash, sequence);
        }
        last = sequence;
        previous = hash;
    }

    void see_header(const Statement& row, const EntryHeader& header, const Digest& hash,
                    std::uint64_t sequence) {
        if (header.station.text() != station || header.sequence != sequence ||
            sequence != last + 1) {
            broken(sequence, "sequence");
        }
        if (header.previous != previous) {
            broken(sequence, "previous-hash");
        }
        if (row.text(3) != hex(hash) || row.text(4) != name_of(header.application) ||
            row.text(5) != header.kind) {
            broken(sequence, "columns");
        }
        if (!row.is_null(6)) {
            ++check.bodies;
            if (!header.body || crypto::sha256(row.blob(6)) != *header.body) {
                broken(sequence, "body-hash");
            }
        }
    }
};

Done check_entries(Connection& connection, CentreStore::Check& check) {
    KOLTAMGA_TRY(auto rows,
                 connection.query("SELECT entry.station, entry.sequence, header, entry.hash, "
                                  "subject, kind, body.sealed FROM entry LEFT JOIN body ON "
                                  "body.station=entry.station AND body.hash=entry.hash "
                                  "WHERE lost_to=0 ORDER BY entry.station, entry.sequence"));
    Walker walker{check, {}, 0, {}};
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return {};
        }
        walker.see(rows);
    }
}

// What a restored station lost is no chain any more, but still what was received.
Done check_lost(Connection& connection, CentreStore::Check& check) {
    KOLTAMGA_TRY(
        auto rows,
        connection.query("SELECT station, sequence, header, hash FROM entry WHERE lost_to<>0"));
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return {};
        }
        ++check.entries;
        if (rows.text(3) != hex(entry_hash(rows.text(2)))) {
            check.broken.push_back(rows.string(0) + ' ' + std::to_string(rows.number(1)) + " lost");
        }
    }
}

Done check_heads(Connection& connection, CentreStore::Check& check) {
    KOLTAMGA_TRY(auto rows,
                 connection.query("SELECT signed_head.station, coalesce(entry.sequence, 0), text, "
                                  "entry.hash FROM signed_head LEFT JOIN entry USING "
                                  "(station, hash)"));
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return {};
        }
        const auto head = parse_head(rows.text(2));
        if (!head || head->station.text() != rows.text(0) || head->sequence != rows.number(1) ||
            hex(head->hash) != rows.text(3)) {
            // Without its entry only the head itself says where that stood.
            const auto sequence = head ? head->sequence : rows.number(1);
            check.broken.push_back(rows.string(0) + ' ' + std::to_string(sequence) +
                                   " signed-head");
        }
    }
}

Done check_receipts(Connection& connection, CentreStore::Check& check) {
    KOLTAMGA_TRY(auto rows,
                 connection.query("SELECT receipt.station, receipt.sequence FROM receipt LEFT JOIN "
                                  "entry ON entry.station=receipt.station AND "
                                  "entry.hash=receipt.hash WHERE receipt.sequence IS NOT "
                                  "entry.sequence OR (receipt.kind='record' AND receipt.subject IS "
                                  "NOT entry.subject)"));
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return {};
        }
        check.broken.push_back(rows.string(0) + ' ' + std::to_string(rows.number(1)) + " receipt");
    }
}

Done check_blobs(const std::filesystem::path& folder, Connection& connection,
                 CentreStore::Check& check) {
    KOLTAMGA_TRY(auto rows, connection.query("SELECT station, name FROM blob"));
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return {};
        }
        ++check.blobs;
        const auto content = read_blob_file(folder, rows.text(1));
        if (!content) {
            check.broken.push_back(rows.string(0) + " 0 blob " + rows.string(1));
        }
    }
}

} // namespace

Result<CentreStore::Check> CentreStore::verify() {
    Check check;
    KOLTAMGA_TRY(const auto stations_held, connection_.integer("SELECT count(*) FROM station"));
    check.stations = static_cast<std::uint64_t>(stations_held.value_or(0));
    KOLTAMGA_CHECK(check_entries(connection_, check));
    KOLTAMGA_CHECK(check_lost(connection_, check));
    KOLTAMGA_CHECK(check_heads(connection_, check));
    KOLTAMGA_CHECK(check_receipts(connection_, check));
    KOLTAMGA_CHECK(check_blobs(folder_, connection_, check));
    return check;
}

} // namespace koltamga::db
