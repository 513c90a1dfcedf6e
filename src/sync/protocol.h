// The centre's protocol as its client writes and reads it: one function for each message.
#pragma once

#include "issuance/ports.h"
#include "net/http_client.h"

#include <optional>
#include <string>
#include <vector>

namespace koltamga::sync {

// What the centre holds of our journal; sequence 0: nothing.
struct Held {
    std::uint32_t epoch = 0;
    std::uint64_t sequence = 0;
    issuance::Digest hash{};
};

struct Missing {
    bool wrap = false;
    std::vector<std::uint64_t> bodies;
    std::vector<std::string> blobs; // names, hexadecimal
};

struct RecordQuestion {
    ApplicationId application;
    std::vector<std::string> blobs;
};

struct RecordAnswer {
    ApplicationId application;
    Bytes receipt; // empty: none yet
    Missing missing;
    std::string refused; // the centre's words; empty: not refused
};

struct Settlement {
    Bytes head_receipt;
    std::vector<RecordAnswer> records;
    Missing station;
};

struct BodyToSend {
    std::uint64_t sequence = 0;
    Bytes octets;
};

struct WrapToSend {
    std::optional<ApplicationId> subject;
    Bytes octets;
};

Bytes write_headers(const std::vector<std::string>& headers);
Bytes write_bodies(const std::vector<WrapToSend>& wraps, const std::vector<BodyToSend>& bodies);
Bytes write_settle(const issuance::SignedHead& head, const std::vector<RecordQuestion>& questions);

// Fail with sync.answer-malformed.
Result<Held> read_held(BytesView json);
Result<Settlement> read_settlement(BytesView json);

// The answer's body when the centre did what was asked; otherwise sync.fork, sync.refused with the
// centre's own code and detail, or net.status.
Result<Bytes> accepted(net::HttpResponse response);

} // namespace koltamga::sync
