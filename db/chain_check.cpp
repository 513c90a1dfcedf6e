#include "db/chain_check.h"

#include "db/entry_writer.h"
#include "db/failures.h"
#include "db/in_order.h"

#include "crypto/hash.h"

#include <algorithm>

namespace koltamga::db {
namespace {

constexpr std::uint64_t tail_length = 100;
constexpr auto columns =
    "SELECT sequence, epoch, kind, version, subject, operator, time, header, hash, body FROM entry";

enum Column { sequence, epoch, kind, version, subject, operator_name, time, header, hash, body };

// A row, and what could be said of it without its neighbours.
struct Row {
    explicit Row(const Statement& row)
        : sequence(row.number(Column::sequence)), epoch(row.integer(Column::epoch)),
          version(row.integer(Column::version)), kind(row.text(Column::kind)),
          subject(row.text(Column::subject)), operator_name(row.text(Column::operator_name)),
          time(row.text(Column::time)), header(row.text(Column::header)),
          hash(row.text(Column::hash)) {
        if (!row.is_null(Column::body)) {
            body = row.bytes(Column::body);
        }
    }

    std::uint64_t sequence;
    std::int64_t epoch, version;
    std::string kind, subject, operator_name, time, header, hash;
    std::optional<Bytes> body;

    std::optional<EntryHeader> read; // nothing: malformed
    Digest computed{};
    const char* wrong = nullptr;
};

struct Walk {
    std::optional<StationId> station;
    std::optional<std::uint64_t> last; // nothing: the first may be any, as after a window's start
    std::optional<Digest> previous;
    std::uint32_t epoch = 0;
};

const char* wrong_column(const Row& row, const EntryHeader& read) {
    if (row.sequence != read.sequence) {
        return "column-sequence";
    }
    if (row.epoch != read.epoch) {
        return "column-epoch";
    }
    if (row.kind != read.kind || row.version != read.kind_version) {
        return "column-kind";
    }
    if (row.subject !=
        (read.application ? std::string_view(read.application->text()) : "station")) {
        return "column-subject";
    }
    if (row.operator_name !=
        (read.operator_name.empty() ? std::string_view("-") : read.operator_name)) {
        return "column-operator";
    }
    return row.time != to_text(read.time) ? "column-time" : nullptr;
}

const char* wrong_body(const Row& row, const EntryHeader& read) {
    if (!row.body) {
        return read.body ? "body-missing" : nullptr;
    }
    if (!read.body) {
        return "body-added";
    }
    return crypto::sha256(*row.body) != *read.body ? "body-hash" : nullptr;
}

const char* wrong_alone(const Row& row, const EntryHeader& read) {
    if (const auto* column = wrong_column(row, read)) {
        return column;
    }
    return row.hash != hex(row.computed) ? "column-hash" : wrong_body(row, read);
}

void check_alone(Row& row) {
    row.computed = entry_hash(row.header);
    if (auto read = parse_entry_header(row.header)) {
        row.read = std::move(*read);
        row.wrong = wrong_alone(row, *row.read);
    }
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
    if (walk.epoch != 0 && !read.epoch_follows(walk.epoch)) {
        return "epoch-differs";
    }
    return nullptr;
}

const char* wrong(const Walk& walk, const Row& row) {
    if (!row.read) {
        return "header-malformed";
    }
    const auto* place = wrong_place(walk, *row.read);
    return place != nullptr ? place : row.wrong;
}

CheckedEntry link(Walk& walk, const Row& row) {
    const CheckedEntry entry{row.sequence, row.computed, row.kind, row.subject, wrong(walk, row)};
    walk.last = row.sequence;
    walk.previous = row.computed;
    walk.epoch = row.read ? row.read->epoch : walk.epoch;
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
    return walk_rows<Row>(rows, check_alone, [&](const Row& row) { return see(link(walk, row)); });
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
