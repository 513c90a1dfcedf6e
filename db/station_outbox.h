// The outbox of issuance/ports.h: works while nobody is signed in, because it moves sealed octets
// and signs with the journal key, which opens with the machine's secret.
#pragma once

#include "db/receipts.h"
#include "db/station_journal.h"
#include "issuance/policy.h"

namespace koltamga::db {

struct OutboxSetup {
    HeadSigner sign;
    std::vector<Bytes> centre_certificates; // DER: whose signature a receipt must bear
    const Clock* clock = nullptr;
    // Days a settled record stays readable here after its receipt; 0: goes with the receipt.
    int retention_days = 0;
    issuance::ClockTolerance tolerance{};
};

class StationOutbox final : public issuance::Outbox {
  public:
    static Result<std::unique_ptr<StationOutbox>> open(const StationDatabase& database,
                                                       OutboxSetup setup);
    ~StationOutbox() override;

    StationId station() const override;
    Result<std::vector<issuance::StoredEntry>> entries_after(std::uint64_t sequence,
                                                             std::size_t limit) override;
    Result<std::optional<issuance::StoredEntry>> entry(std::uint64_t sequence) override;
    Result<std::uint64_t> last_sequence() override;
    Result<std::uint64_t> acknowledged() override;
    Result<issuance::SignedHead> sign_head() override;
    Result<Bytes> centre_wrap(const std::optional<ApplicationId>& subject) override;
    Result<std::vector<std::string>> blobs_of(const ApplicationId& application) override;
    Result<Bytes> sealed_blob(const std::string& name) override;
    Done mark_sent(std::uint64_t through) override;
    // Each is verified here once more: signature, station, the hash of our own entry (db.fork if
    // it is another's), every blob listed (db.receipt-incomplete).
    Done keep_head_receipt(std::uint64_t sequence, BytesView receipt) override;
    Done keep_record_receipt(const ApplicationId& application, std::uint64_t sequence,
                             BytesView receipt) override;
    Result<std::vector<ApplicationId>> without_receipt() override;
    Result<std::optional<Bytes>> record_receipt(const ApplicationId& application) override;
    Result<std::vector<std::uint32_t>> losses_to_ask_for() override;
    // One transaction with the entries that erase again whoever was erased meanwhile.
    Done keep_loss(const issuance::Loss& loss) override;

    // The centre follows another continuation of this journal. The next head receipt ends it.
    Done note_fork(std::string_view detail);

    // Retention: releases every application of which nothing is open or due, whose record receipt
    // covers its last entry and is older than so many days: the station's wrap, sealed columns,
    // look-ups and blobs go; what revoking the certificate needs stays. A clock in doubt counts no
    // days. How many went.
    Result<std::size_t> release_settled(int days);

  private:
    struct State;
    explicit StationOutbox(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// Epochs that a restore opened, about whose losses the centre has not told yet.
Result<std::vector<std::uint32_t>> losses_to_ask_for(Connection& connection);
// What a restore lost, as the centre told it: the oldest first.
Result<std::vector<issuance::Loss>> losses(Connection& connection);

struct KnownFork {
    std::string since; // when the station learned of it
    std::string detail;
};
Result<std::optional<KnownFork>> known_fork(Connection& connection);
// app.journal-forked while one is known.
Done require_no_fork(Connection& connection);

} // namespace koltamga::db
