// The journal of issuance/ports.h on SQLite: one append-only table of headers and sealed bodies,
// and what is derived from it, always in the same transaction.
#pragma once

#include "db/operators.h"
#include "db/released.h"
#include "issuance/application.h"
#include "issuance/ports.h"

#include <functional>
#include <memory>

namespace koltamga::db {

// Signs a head's text with the journal key (ECDSA P-256, SHA-256, DER).
using HeadSigner = std::function<Result<Bytes>(BytesView text)>;

struct JournalSetup {
    HeadSigner sign;
    Bytes centre_certificate; // DER: each new application's key is wrapped for it
};

// One for each thread: it holds a connection of its own.
class StationJournal final : public issuance::Journal {
  public:
    static Result<std::unique_ptr<StationJournal>> open(const StationDatabase& database,
                                                        Session session, JournalSetup setup);
    ~StationJournal() override;

    Result<std::vector<issuance::Entry>> append(std::span<const issuance::EntryDraft> drafts,
                                                const issuance::Stamp& stamp) override;
    Result<std::vector<issuance::Entry>> entries_of(const ApplicationId& application) override;
    Result<std::vector<ApplicationId>> applications_of_person(std::string_view pin) override;
    Result<std::vector<ApplicationId>> applications_with_document(std::string_view number);
    Result<std::vector<ApplicationId>> applications_with_key(const issuance::Digest& spki) override;
    Result<std::vector<ApplicationId>> applications() override;
    Result<std::optional<Instant>> last_time() override;
    Result<std::string> put_blob(const ApplicationId& application, std::string_view use,
                                 BytesView content) override;
    Result<Bytes> blob(const ApplicationId& application, std::string_view use,
                       const std::string& name) override;
    Done destroy_blob(const ApplicationId& application, const std::string& name) override;

    // The station's own entries (body empty where nobody may open it).
    Result<std::vector<issuance::Entry>> station_entries();
    // The derived row with its sealed columns opened; nothing for an unknown application.
    Result<std::optional<issuance::ApplicationRow>> row(const ApplicationId& application);

    // Only what outlives a release is left of it here; the centre holds the record.
    Result<bool> is_released(const ApplicationId& application);

    // What ending the certificate needs when the record was released; nothing while the record can
    // be read here, or when it holds no certificate. See db/released.h.
    Result<std::optional<KeptCertificate>> released_certificate(const ApplicationId& application);

    // Erases the person: wraps, look-ups, derived row, blobs. Chain, rule ids and verdict stay.
    // Appends application.erased first. Needs a supervisor.
    Done erase(const ApplicationId& application, std::string_view reason,
               const issuance::Stamp& stamp);

    // Derives every row anew from the entries.
    Done rebuild();

    const Session& session() const;
    // After the data key was changed: goes on with the new one.
    void renew(Session session);

  private:
    struct State;
    explicit StationJournal(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// What anybody may read of the applications without signing in.
struct ApplicationState {
    ApplicationId application;
    std::string state, step, waits_for; // as issuance names them
    std::string opened, since;
    std::string next_try; // empty: none planned
    std::uint64_t last_sequence = 0;
    std::string outbox;      // "unsent", "sent", "receipted"
    bool settled = false;    // finished, and nothing of it is open or due
    bool revoked = false;    // the certificate it led to
    bool unasked = false;    // waits for the CA, which has not been asked with its key yet
    bool cancelling = false; // is given up, once the outside has answered
};

Result<std::vector<ApplicationState>> application_states(Connection& connection);
Result<std::optional<ApplicationState>> application_state(Connection& connection,
                                                          const ApplicationId& application);
// Fails with issuance.unknown-application, or with db.key-gone where it was erased.
Result<ApplicationState> require_application_state(Connection& connection,
                                                   const ApplicationId& application);

// The applications that an entry behind this sequence is about, each with its last one: what a list
// in memory has to read again.
struct Changed {
    ApplicationId application;
    std::uint64_t last_sequence = 0;
};
Result<std::vector<Changed>> applications_after(Connection& connection, std::uint64_t sequence);

// What is typed and no step yet, the newest first: ids of drafts alone, or of applications.
Result<std::vector<ApplicationId>> drafts(Connection& connection);

// What the journal holds beside the applications that have a row: the station's own entries, and
// those of whoever was erased.
struct OtherEntries {
    std::uint64_t written = 0; // 0: not even the enrolment was finished
    std::uint64_t unconfirmed = 0;
};
Result<OtherEntries> other_entries(Connection& connection);

} // namespace koltamga::db
