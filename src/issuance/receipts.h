// What the centre and the vault sign: the texts inside their receipts (CMS SignedData, attached).
//
// Head receipt: the centre holds every header up to this sequence, and the last has this hash.
//
//     koltamga-head-receipt-1
//     station S
//     epoch E
//     sequence N
//     hash <64 hex>
//     time T
//
// Record receipt: the centre has opened, verified and committed every entry of the application
// up to entry N (hash H), and holds the blobs listed. Only this lets a payload go.
//
//     koltamga-record-receipt-1
//     station S
//     application A
//     sequence N
//     hash H
//     status opened verified committed
//     blob <64 hex>            (0..n lines, sorted, none twice)
//     time T
//
// Vault receipt: the vault has opened the key package and holds the key.
//
//     koltamga-vault-receipt-1
//     application A
//     public-key <64 hex: SHA-256 of SubjectPublicKeyInfo>
//     package <64 hex: SHA-256 of the package>
//     time T
//
// Lost entries: what the centre holds of a station beyond the backup it was restored from, page by
// page. An empty page is the last.
//
//     koltamga-lost-1
//     station S
//     epoch E                  (the one that took their place)
//     after N                  (the page begins behind this sequence)
//     entry <sequence> <kind> <application's id, or station> <64 hex: the entry's hash>
//     time T
#pragma once

#include "base/result.h"
#include "issuance/ports.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::issuance {

// No receipt's text is longer; a longer one is refused unread.
constexpr std::size_t longest_receipt = 64U << 10U; // octets

struct HeadReceipt {
    StationId station;
    std::uint32_t epoch = 1;
    std::uint64_t sequence = 0;
    Digest hash{};
    Instant time; // the centre's
    bool operator==(const HeadReceipt&) const = default;
};

struct RecordReceipt {
    StationId station;
    ApplicationId application;
    std::uint64_t sequence = 0; // the application's last entry covered
    Digest hash{};
    std::vector<Digest> blobs; // sorted
    Instant time;
    bool operator==(const RecordReceipt&) const = default;
};

struct VaultReceipt {
    ApplicationId application;
    Digest public_key{};
    Digest package{};
    Instant time;
    bool operator==(const VaultReceipt&) const = default;
};

// So many entries go into a page at most.
constexpr std::size_t most_lost_entries = 400;

struct LostPage {
    StationId station;
    std::uint32_t epoch = 1;
    std::uint64_t after = 0;
    std::vector<LostEntry> entries; // ascending, each behind `after`
    Instant time;
    bool operator==(const LostPage&) const = default;
};

std::string compose(const HeadReceipt& receipt);
std::string compose(const RecordReceipt& receipt);
std::string compose(const VaultReceipt& receipt);
std::string compose(const LostPage& page);

// Each fails with sync.receipt-malformed for what compose() would not have written, octet for
// octet; the detail names the kind of receipt and the first line that is wrong.
Result<HeadReceipt> parse_head_receipt(std::string_view text);
Result<RecordReceipt> parse_record_receipt(std::string_view text);
Result<VaultReceipt> parse_vault_receipt(std::string_view text);
Result<LostPage> parse_lost_page(std::string_view text);

} // namespace koltamga::issuance
