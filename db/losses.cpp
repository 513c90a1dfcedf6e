// What the centre tells a station about its own journal: losses after a restore, and forks.
#include "db/blob_files.h"
#include "db/derived.h"
#include "db/entry_writer.h"
#include "db/erasure.h"
#include "db/failures.h"
#include "db/station_outbox_state.h"
#include "db/transaction.h"

namespace koltamga::db {
namespace {

using issuance::Kind;
using issuance::Loss;
using issuance::LostEntry;

Done write_loss(Connection& connection, const Loss& loss) {
    KOLTAMGA_CHECK(connection.run("INSERT INTO loss (epoch, time) VALUES (?, ?)",
                                  {loss.epoch, to_text(loss.told)}));
    for (const auto& entry : loss.entries) {
        KOLTAMGA_CHECK(connection.run(
            "INSERT INTO lost_entry (epoch, sequence, kind, subject, hash) VALUES (?, ?, ?, ?, ?)",
            {loss.epoch, entry.sequence, entry.kind, name_of(entry.application), hex(entry.hash)}));
    }
    return {};
}

// Whether the person stands here again although erased in what was lost.
Result<bool> is_back(Connection& connection, const LostEntry& entry) {
    if (!entry.application || entry.kind != name_of(Kind::application_erased)) {
        return false;
    }
    KOLTAMGA_TRY(const auto known, connection.integer("SELECT 1 FROM entry WHERE subject=?",
                                                      {entry.application->text()}));
    KOLTAMGA_TRY(const auto standing, standing_of(connection, *entry.application));
    return known && standing != Standing::erased;
}

// Nobody need be signed in to let a person go once more. The blobs whose files have to follow.
Result<std::vector<std::string>> erase_again(Connection& connection, ChainEnd& end,
                                             const ApplicationId& application,
                                             const issuance::Stamp& at) {
    KOLTAMGA_TRY(
        const auto written,
        write_entry(connection, end, {Kind::application_erased, application, {}}, at, nullptr));
    return forget_application(connection, application);
}

Result<Loss> read_loss(Connection& connection, std::uint32_t epoch, Instant told) {
    Loss loss{epoch, told, {}};
    KOLTAMGA_TRY(auto rows, connection.query("SELECT sequence, kind, subject, hash FROM lost_entry "
                                             "WHERE epoch=? ORDER BY sequence",
                                             {epoch}));
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return loss;
        }
        const auto hash = digest_from_hex(rows.text(3));
        if (!hash) {
            return failure::damaged("lost-entry");
        }
        loss.entries.push_back(
            {rows.number(0), rows.string(1), ApplicationId::parse(rows.text(2)), *hash});
    }
}

Result<std::vector<std::uint32_t>> without_told(Connection& connection,
                                                std::vector<std::uint32_t> epochs) {
    KOLTAMGA_TRY(auto rows, connection.query("SELECT epoch FROM loss"));
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return epochs;
        }
        std::erase(epochs, static_cast<std::uint32_t>(rows.integer(0)));
    }
}

} // namespace

Result<std::vector<std::uint32_t>> StationOutbox::losses_to_ask_for() {
    return db::losses_to_ask_for(state_->connection);
}

Result<std::vector<std::uint32_t>> losses_to_ask_for(Connection& connection) {
    KOLTAMGA_TRY(auto rows, connection.query(
                                "SELECT opened.epoch, before.epoch FROM entry AS opened "
                                "JOIN entry AS before ON before.sequence=opened.sequence-1 "
                                "WHERE opened.kind='station.epoch-opened' ORDER BY opened.epoch"));
    std::vector<std::uint32_t> epochs;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return without_told(connection, std::move(epochs));
        }
        // An epoch that was skipped was a restore, too, and is lost itself.
        for (auto epoch = rows.integer(1) + 1; epoch <= rows.integer(0); ++epoch) {
            epochs.push_back(static_cast<std::uint32_t>(epoch));
        }
    }
}

Done StationOutbox::keep_loss(const Loss& loss) {
    auto& connection = state_->connection;
    KOLTAMGA_TRY(const auto at, state_->stamp());
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_CHECK(write_loss(connection, loss));
    KOLTAMGA_TRY(auto end, chain_end(connection));
    std::vector<std::string> blobs;
    for (const auto& entry : loss.entries) {
        KOLTAMGA_TRY(const bool back, is_back(connection, entry));
        if (back) {
            KOLTAMGA_TRY(const auto left, erase_again(connection, end, *entry.application, at));
            blobs.insert(blobs.end(), left.begin(), left.end());
        }
    }
    KOLTAMGA_CHECK(transaction.commit());
    return destroy_blobs(state_->database->folder(), connection, blobs);
}

Done StationOutbox::note_fork(std::string_view detail) {
    KOLTAMGA_TRY(const auto at, state_->stamp());
    return state_->connection.run(
        "INSERT OR IGNORE INTO known_fork (one, time, detail) VALUES (1, ?, ?)",
        {to_text(at.time), detail});
}

Result<std::vector<Loss>> losses(Connection& connection) {
    std::vector<std::pair<std::uint32_t, Instant>> epochs;
    {
        KOLTAMGA_TRY(auto rows, connection.query("SELECT epoch, time FROM loss ORDER BY epoch"));
        while (true) {
            KOLTAMGA_TRY(const bool row, rows.next());
            if (!row) {
                break;
            }
            epochs.emplace_back(static_cast<std::uint32_t>(rows.integer(0)),
                                instant_from(rows.text(1)).value_or(Instant{}));
        }
    }
    std::vector<Loss> all;
    for (const auto& [epoch, told] : epochs) {
        KOLTAMGA_TRY(auto loss, read_loss(connection, epoch, told));
        all.push_back(std::move(loss));
    }
    return all;
}

Result<std::optional<KnownFork>> known_fork(Connection& connection) {
    KOLTAMGA_TRY(auto row, connection.query("SELECT time, detail FROM known_fork"));
    KOLTAMGA_TRY(const bool there, row.next());
    return there ? std::optional(KnownFork{row.string(0), row.string(1)}) : std::nullopt;
}

Done require_no_fork(Connection& connection) {
    KOLTAMGA_TRY(const auto fork, known_fork(connection));
    return fork ? Done(failure::journal_forked(fork->detail)) : Done();
}

} // namespace koltamga::db
