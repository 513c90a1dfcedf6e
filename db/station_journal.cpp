#include "db/station_journal.h"

#include "db/blob_files.h"
#include "db/derived.h"
#include "db/entry_writer.h"
#include "db/erasure.h"
#include "db/failures.h"
#include "db/known_time.h"
#include "db/station_outbox.h"
#include "db/transaction.h"

#include "crypto/seal.h"

#include <nlohmann/json.hpp>

#include <map>

namespace koltamga::db {
namespace {

using issuance::Entry;
using issuance::EntryDraft;
using issuance::Stamp;

// Sealed by somebody else already, so that it can be destroyed alone; kept as it is.
constexpr std::string_view key_package = "key-package";

std::string blob_context(const ApplicationId& application, std::string_view use) {
    return "koltamga-blob-1\n" + application.text() + "\n" + std::string(use);
}

Result<std::vector<ApplicationId>> ids(Statement rows) {
    std::vector<ApplicationId> found;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return found;
        }
        const auto id = ApplicationId::parse(rows.text(0));
        if (!id) {
            return failure::damaged("application-column");
        }
        found.push_back(*id);
    }
}

} // namespace

struct StationJournal::State {
    const StationDatabase* database;
    Connection connection;
    Session session;
    JournalSetup setup;

    const KeyRing& keys() const { return *session.keys; }

    // The subject's key; made with the application's first entry.
    Result<SecretBytes> key_for(const Subject& subject) {
        auto key = keys().subject_key(connection, subject);
        if (key || !key.failed_with(Code::db_key_gone)) {
            return key;
        }
        KOLTAMGA_TRY(const auto known,
                     connection.integer("SELECT 1 FROM entry WHERE subject=?", {name_of(subject)}));
        if (known) {
            return key; // it had one, and it is gone
        }
        return keys().make_subject_key(connection, subject, setup.centre_certificate);
    }

    Done derive_again(const ApplicationId& application, const SecretBytes& key) {
        KOLTAMGA_TRY(const auto entries, read_entries(connection, application, &key));
        return derive(connection, keys(), application, entries);
    }

    // Rows of a database that was brought forward: what the new columns say needs the bodies.
    Done reckon() {
        KOLTAMGA_TRY(const auto waiting, not_reckoned(connection));
        if (waiting.empty()) {
            return {};
        }
        KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
        for (const auto& application : waiting) {
            KOLTAMGA_TRY(const auto key, keys().subject_key(connection, application));
            KOLTAMGA_CHECK(derive_again(application, key));
        }
        return transaction.commit();
    }

    Result<std::vector<ApplicationId>> look_up(Column column, std::string_view value) {
        KOLTAMGA_TRY(auto rows,
                     connection.query("SELECT application FROM look_up JOIN application USING "
                                      "(application) WHERE field=? AND hash=? "
                                      "ORDER BY last_sequence DESC",
                                      {name_of(column), keys().look_up_hash(column, value)}));
        return ids(std::move(rows));
    }
};

StationJournal::StationJournal(std::unique_ptr<State> state) : state_(std::move(state)) {}
StationJournal::~StationJournal() = default;

Result<std::unique_ptr<StationJournal>> StationJournal::open(const StationDatabase& database,
                                                             Session session, JournalSetup setup) {
    KOLTAMGA_TRY(auto connection, database.connect());
    auto state = std::make_unique<State>(
        State{&database, std::move(connection), std::move(session), std::move(setup)});
    if (database.use() == Use::write && state->session.may_write()) {
        KOLTAMGA_CHECK(state->reckon());
    }
    return std::unique_ptr<StationJournal>(new StationJournal(std::move(state)));
}

const Session& StationJournal::session() const {
    return state_->session;
}

void StationJournal::renew(Session session) {
    state_->session = std::move(session);
}

Result<std::vector<Entry>> StationJournal::append(std::span<const EntryDraft> drafts,
                                                  const Stamp& stamp) {
    KOLTAMGA_CHECK(require_writer(state_->session));
    auto& connection = state_->connection;
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_TRY(auto end, chain_end(connection));
    std::vector<Entry> entries;
    std::map<Subject, SecretBytes> keys;
    bool asked = false;
    for (const auto& draft : drafts) {
        if (draft.kind == issuance::Kind::identity_recorded) {
            // The centre would never take it: what is open may be finished, nothing is begun.
            KOLTAMGA_CHECK(require_no_fork(connection));
        }
        if (!keys.contains(draft.application)) {
            KOLTAMGA_TRY(auto key, state_->key_for(draft.application));
            keys.emplace(draft.application, std::move(key));
        }
        KOLTAMGA_TRY(auto entry,
                     write_entry(connection, end, draft, stamp, &keys.at(draft.application)));
        KOLTAMGA_CHECK(derive_released(connection, entry));
        entries.push_back(std::move(entry));
        asked = asked || is_asked(draft.kind);
    }
    for (const auto& [subject, key] : keys) {
        if (subject) {
            KOLTAMGA_CHECK(state_->derive_again(*subject, key));
        }
    }
    std::optional<SignedHead> head;
    if (asked) {
        KOLTAMGA_TRY(head, write_signed_head(connection, end, state_->setup.sign, stamp.time));
    }
    KOLTAMGA_CHECK(transaction.commit());
    if (head) {
        keep_last_head(state_->database->folder(), *head);
    }
    return entries;
}

Result<std::vector<Entry>> StationJournal::entries_of(const ApplicationId& application) {
    auto& connection = state_->connection;
    KOLTAMGA_TRY(const auto known,
                 connection.integer("SELECT 1 FROM entry WHERE subject=?", {application.text()}));
    if (!known) {
        return std::vector<Entry>();
    }
    KOLTAMGA_TRY(const auto key, state_->keys().subject_key(connection, application));
    return read_entries(connection, application, &key);
}

Result<std::vector<Entry>> StationJournal::station_entries() {
    KOLTAMGA_TRY(const auto key, state_->keys().subject_key(state_->connection, std::nullopt));
    return read_entries(state_->connection, std::nullopt, &key);
}

Result<std::vector<ApplicationId>> StationJournal::applications_of_person(std::string_view pin) {
    return state_->look_up(Column::pin, pin);
}

Result<std::vector<ApplicationId>>
StationJournal::applications_with_document(std::string_view number) {
    return state_->look_up(Column::document_number, number);
}

Result<std::vector<ApplicationId>>
StationJournal::applications_with_key(const issuance::Digest& spki) {
    return state_->look_up(Column::public_key, hex(spki));
}

Result<std::vector<ApplicationId>> StationJournal::applications() {
    KOLTAMGA_TRY(auto rows, state_->connection.query(
                                "SELECT application FROM application ORDER BY last_sequence DESC"));
    return ids(std::move(rows));
}

Result<std::optional<Instant>> StationJournal::last_time() {
    return last_known_time(state_->connection);
}

Result<std::optional<issuance::ApplicationRow>>
StationJournal::row(const ApplicationId& application) {
    return read_row(state_->connection, state_->keys(), application);
}

Result<bool> StationJournal::is_released(const ApplicationId& application) {
    KOLTAMGA_TRY(const auto standing, standing_of(state_->connection, application));
    return standing == Standing::released;
}

Result<std::optional<KeptCertificate>>
StationJournal::released_certificate(const ApplicationId& application) {
    KOLTAMGA_TRY(const bool released, is_released(application));
    if (!released) {
        return std::optional<KeptCertificate>();
    }
    return kept_certificate(state_->connection, state_->keys(), application);
}

Result<std::string> StationJournal::put_blob(const ApplicationId& application, std::string_view use,
                                             BytesView content) {
    KOLTAMGA_CHECK(require_writer(state_->session));
    auto& connection = state_->connection;
    Bytes sealed;
    if (use == key_package) {
        sealed.assign(content.begin(), content.end());
    } else {
        KOLTAMGA_TRY(const auto key, state_->keys().subject_key(connection, application));
        sealed = crypto::seal(key.view(), content, bytes_of(blob_context(application, use)));
    }
    KOLTAMGA_TRY(const auto digest, write_blob_file(state_->database->folder(), sealed));
    const auto name = hex(digest);
    KOLTAMGA_CHECK(connection.run("INSERT OR IGNORE INTO blob (name, application, use, size) "
                                  "VALUES (?, ?, ?, ?)",
                                  {name, application.text(), use, std::uint64_t{sealed.size()}}));
    return name;
}

Result<Bytes> StationJournal::blob(const ApplicationId& application, std::string_view use,
                                   const std::string& name) {
    KOLTAMGA_TRY(auto sealed, read_blob_file(state_->database->folder(), name));
    if (use == key_package) {
        return sealed;
    }
    KOLTAMGA_TRY(const auto key, state_->keys().subject_key(state_->connection, application));
    auto plain = crypto::open(key.view(), sealed, bytes_of(blob_context(application, use)));
    if (!plain) {
        return failure::blob_damaged();
    }
    return plain;
}

Done StationJournal::destroy_blob(const ApplicationId& application, const std::string& name) {
    KOLTAMGA_CHECK(require_writer(state_->session));
    KOLTAMGA_TRY(const auto ours,
                 state_->connection.integer("SELECT 1 FROM blob WHERE name=? AND application=?",
                                            {name, application.text()}));
    if (!ours) {
        return {};
    }
    KOLTAMGA_CHECK(destroy_blob_file(state_->database->folder(), name));
    return state_->connection.run("DELETE FROM blob WHERE name=?", {name});
}

Done StationJournal::erase(const ApplicationId& application, std::string_view reason,
                           const Stamp& stamp) {
    KOLTAMGA_CHECK(require_supervisor(state_->session));
    auto& connection = state_->connection;
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_CHECK(append_erasure(connection, state_->session, application, reason, stamp));
    KOLTAMGA_TRY(const auto blobs, forget_application(connection, application));
    KOLTAMGA_CHECK(transaction.commit());
    return destroy_blobs(state_->database->folder(), connection, blobs);
}

Done StationJournal::rebuild() {
    KOLTAMGA_CHECK(require_writer(state_->session));
    auto& connection = state_->connection;
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_TRY(const auto all, all_applications(connection));
    KOLTAMGA_CHECK(connection.run("DELETE FROM look_up"));
    for (const auto& application : all) {
        KOLTAMGA_TRY(const auto standing, standing_of(connection, application));
        if (standing == Standing::erased) {
            KOLTAMGA_TRY(const auto blobs, forget_application(connection, application));
        } else if (standing == Standing::open) {
            KOLTAMGA_TRY(const auto key, state_->keys().subject_key(connection, application));
            KOLTAMGA_CHECK(state_->derive_again(application, key));
        }
    }
    KOLTAMGA_TRY(const auto own, station_entries());
    for (const auto& entry : own) {
        KOLTAMGA_CHECK(derive_released(connection, entry));
    }
    return transaction.commit();
}

} // namespace koltamga::db
