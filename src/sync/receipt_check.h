// Whether a receipt is the centre's, and about our own record.
#pragma once

#include "crypto/certificate.h"
#include "issuance/ports.h"
#include "issuance/receipts.h"

#include <span>

namespace koltamga::sync {

struct ExpectedHead {
    StationId station;
    std::uint32_t epoch = 1;
    std::uint64_t sequence = 0;
    issuance::Digest hash{};
};

// Fail with sync.receipt-refused: "signature" (not by these signers), "other-station",
// "other-epoch", "old" (an earlier head), "ahead", "other-hash"; or sync.receipt-malformed.
Result<issuance::HeadReceipt> check_head_receipt(BytesView der,
                                                 std::span<const crypto::Certificate> signers,
                                                 const ExpectedHead& expected);

// One page of what was lost: "signature", "other-station", "other-question"; or
// sync.receipt-malformed.
struct ExpectedPage {
    StationId station;
    std::uint32_t epoch = 1;
    std::uint64_t after = 0;
};
Result<issuance::LostPage> check_lost_page(BytesView der,
                                           std::span<const crypto::Certificate> signers,
                                           const ExpectedPage& expected);

// `last`: the application's last entry that was sent.
struct ExpectedRecord {
    StationId station;
    ApplicationId application;
    std::uint64_t sequence = 0;
    issuance::Digest hash{};
    std::vector<issuance::Digest> blobs; // each must be listed
};

// Besides those: "other-application", "blob-missing".
Result<issuance::RecordReceipt> check_record_receipt(BytesView der,
                                                     std::span<const crypto::Certificate> signers,
                                                     const ExpectedRecord& expected);

} // namespace koltamga::sync
