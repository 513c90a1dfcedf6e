// What an outbox works with. Private to this folder: its members are spread over two files.
#pragma once

#include "db/receipt_check.h"
#include "db/station_outbox.h"

namespace koltamga::db {

struct StationOutbox::State {
    const StationDatabase* database;
    Connection connection;
    OutboxSetup setup;
    ReceiptReader receipts;

    // Our own entry there has this hash, or the receipt speaks of another journal.
    Done require_own(std::uint64_t sequence, const Digest& hash, const Subject& subject);
    // What time it is for entries written while nobody is signed in.
    Result<issuance::Stamp> stamp();
    // Nothing: the clock is in doubt, and no term may be counted by it.
    Result<std::optional<Instant>> judged_now();
    Done keep(std::string_view kind, const std::string& subject, std::uint64_t sequence,
              Instant time, BytesView der);
    Done require_blobs(const RecordReceipt& receipt);
    Result<std::vector<std::string>> connection_blobs(const ApplicationId& application,
                                                      std::uint64_t through);
    Done mark_receipted(const Subject& subject, std::uint64_t through);
};

} // namespace koltamga::db
