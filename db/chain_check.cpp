#include "db/chain_check.h"

#include "db/entry_writer.h"
#include "db/failures.h"

#include "crypto/hash.h"

#include <algorithm>

namespace koltamga::db {
namespace {

constexpr std::uint64_t tail_length = 100;
constexpr auto columns =
    "SELECT sequence, epoch, kind, version, subject, operator, time, header, hash, body FROM entry";

enum Column { sequence, epoch, kind, version, subject, operator_name, time, header, hash, body };

struct Walk {
    std::optional<StationId> station;
    std::optional<std::uint64_t> last; // nothing: the first may be any, as after a window's start
    std::optional<Digest> previous;
    std::uint32_t epoch = 0;
};

const char* wrong_column(const Statement& row, const EntryHeader& read) {
    if (row.number(Column::sequence) != read.sequence) {
        return "column-sequence";
    }
    if (row.integer(Column::epoch) != read.epoch) {
        return "column-epoch";
    }
    if (row.text(Column::kind) != read.kind || row.integer(Column::version) != read.kind_version) {
        return "column-kind";
    }
    if (row.text(Column::subject) !=
        (read.application ? std::string_view(read.application->text()) : "station")) {
        return "column-subject";
    }
    if (row.text(Column::operator_name) !=
        (read.operator_name.empty() ? std::string_view("-") : read.operator_name)) {
        return "column-operator";
    }
    return row.text(Column::time) != to_text(read.time) ? "column-time" : nullptr;
}

const char* wrong_body(const Statement& row, const EntryHeader& read) {
    if (row.is_null(Column::body)) {
        return read.body ? "body-missing" : nullptr;
    }
    if (!read.body) {
        return "body-added";
    }
    return crypto::sha256(row.blob(Column::body)) != *read.body ? "body-hash" : nullptr;
}

const char* wrong_place(const Walk& walk, const EntryHeader& read) {
    if (walk.station && read.station != *walk.station) {
        return "station-differs";
    }
    if (walk.last && read.sequence != *walk.last + 1) {
        return "sequence-gap";
    }
    if (walk.previous && read.previous != *walk.previous) {
        return "previous-hash";
    }
    const bool opens = read.opens_epoch();
    if (walk.epoch != 0 && read.epoch != walk.epoch + (opens ? 1U : 0U)) {
        return "epoch-differs";
    }
    return nullptr;
}

const char* wrong(const Walk& walk, const Statement& row, const EntryHeader& read,
                  const Digest& computed) {
    if (const auto* place = wrong_place(walk, read)) {
        return place;
    }
    if (const auto* column = wrong_column(row, read)) {
        return column;
    }
    if (row.text(Column::hash) != hex(computed)) {
        return "column-hash";
    }
    return wrong_body(row, read);
}

CheckedEntry check(Walk& walk, const Statement& row) {
    const auto text = row.text(Column::header);
    CheckedEntry entry{row.number(Column::sequence), entry_hash(text), row.text(Column::kind),
                       row.text(Column::subject), nullptr};
    const auto read = parse_entry_header(text);
    entry.broken = read ? wrong(walk, row, *read, entry.hash) : "header-malformed";
    walk.last = entry.sequence;
    walk.previous = entry.hash;
    walk.epoch = read ? read->epoch : walk.epoch;
    return entry;
}

Done check_from(Connection& connection, std::uint64_t from) {
    std::optional<Failure> broken;
    KOLTAMGA_CHECK(walk_chain(connection, from, [&](const CheckedEntry& entry) {
        if (entry.broken != nullptr) {
            broken = failure::chain_broken(std::string(entry.broken) + " at " +
                                           std::to_string(entry.sequence));
        }
        return !broken;
    }));
    return broken ? Done(*broken) : Done();
}

} // namespace

Done walk_chain(Connection& connection, std::uint64_t from,
                const std::function<bool(const CheckedEntry&)>& see) {
    Walk walk;
    KOLTAMGA_TRY(const auto station, connection.text("SELECT station FROM station"));
    walk.station = StationId::parse(station.value_or(""));
    if (from <= 1) {
        walk.last = 0;
        walk.previous = Digest{};
        walk.epoch = 1;
    }
    KOLTAMGA_TRY(auto rows,
                 connection.query(std::string(columns) + " WHERE sequence >= ? ORDER BY sequence",
                                  {from <= 1 ? INT64_MIN : static_cast<std::int64_t>(from)}));
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row || !see(check(walk, rows))) {
            return {};
        }
    }
}

Done check_whole_chain(Connection& connection) {
    return check_from(connection, 1);
}

Done check_chain_tail(Connection& connection) {
    KOLTAMGA_TRY(const auto last, connection.integer("SELECT max(sequence) FROM entry"));
    const auto end = static_cast<std::uint64_t>(last.value_or(0));
    return check_from(connection, end > tail_length ? end - tail_length : 1);
}

} // namespace koltamga::db
