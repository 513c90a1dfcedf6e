// The journal's head, signed by the station's journal key: at every *asked* and at every sync.
//
//     koltamga-head-1
//     station 7K3M-0QXT-9B2E-HN4W
//     epoch 1
//     sequence 42
//     hash <64 hex: the hash of entry 42>
//     time 2026-11-22T09:41:07.123Z
//
// The signature is ECDSA over P-256 with SHA-256 (DER), over exactly this text. It covers every
// entry up to that sequence, because each header holds the hash of the one before.
#pragma once

#include "db/entry_header.h"

namespace koltamga::db {

struct Head {
    StationId station;
    std::uint32_t epoch = 1;
    std::uint64_t sequence = 0;
    Digest hash{};
    Instant time;

    bool operator==(const Head&) const = default;
};

struct SignedHead {
    Head head;
    Bytes signature;
};

std::string compose(const Head& head);

// Fails with db.head-malformed for what compose() would not have written octet for octet.
Result<Head> parse_head(std::string_view text);

// text, then a line `signature <hex>`: how a signed head stands in a file or goes over the line.
std::string compose(const SignedHead& head);
Result<SignedHead> parse_signed_head(std::string_view text);

} // namespace koltamga::db
