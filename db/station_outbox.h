// The outbox of issuance/ports.h: works while nobody is signed in, because it moves sealed octets
// and signs with the journal key, which opens with the machine's secret.
#pragma once

#include "db/receipts.h"
#include "db/station_journal.h"

namespace koltamga::db {

struct OutboxSetup {
    HeadSigner sign;
    std::vector<Bytes> centre_certificates; // DER: whose signature a receipt must bear
    const Clock* clock = nullptr;
    // Days a settled record stays readable here after its receipt; 0: goes with the receipt.
    int retention_days = 0;
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

    // Retention: releases every settled application whose record receipt covers its last entry
    // and is older than so many days: the station's wrap, sealed columns and blobs go, the keyed
    // look-ups stay. How many went.
    Result<std::size_t> release_settled(Instant now, int days);

  private:
    struct State;
    explicit StationOutbox(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace koltamga::db
