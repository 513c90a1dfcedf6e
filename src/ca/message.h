// One CMP message as it came, taken apart without being believed: PKIMessage of RFC 9810 §5.1.
//
// OpenSSL reads and verifies messages too, but tells neither version, sender, time nor certReqId,
// and its verdicts do not say what was wrong. This reading comes first; it is strict DER, bounded
// in size, and knows only the bodies a CA may send us.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace koltamga::ca {

// PKIBody's tags (RFC 9810 §5.1.2).
enum class Body : std::uint8_t {
    ir = 0,
    ip = 1,
    cr = 2,
    cp = 3,
    p10cr = 4,
    kur = 7,
    kup = 8,
    rr = 11,
    rp = 12,
    pkiconf = 19,
    genm = 21,
    genp = 22,
    error = 23,
    cert_conf = 24,
    poll_req = 25,
    poll_rep = 26,
};

// PKIStatus (RFC 9810 §5.2.3).
enum class Status : std::int64_t {
    accepted = 0,
    granted_with_mods = 1,
    rejection = 2,
    waiting = 3,
    revocation_warning = 4,
    revocation_notification = 5,
    key_update_warning = 6,
};

struct StatusInfo {
    Status status{};
    std::vector<unsigned> failure_bits; // PKIFailureInfo, by number
};

struct CertificateResponse {
    std::int64_t request_id = 0; // certReqId
    StatusInfo status;
    Bytes certificate; // DER; empty: none
};

struct PollResponse {
    std::int64_t request_id = 0;
    std::int64_t check_after = 0; // seconds
};

struct Message {
    // Header. Octet strings that are not there are empty.
    std::int64_t version = 0;
    Bytes sender; // Name, DER
    std::optional<Instant> time;
    Bytes protection_algorithm; // AlgorithmIdentifier, DER
    Bytes sender_key_id, transaction_id, sender_nonce, recipient_nonce;
    bool implicit_confirmation = false;
    // Body.
    std::uint8_t body = 0;                      // Body's number, or another
    std::vector<CertificateResponse> responses; // ip, cp, kup
    std::vector<Bytes> ca_certificates;         // caPubs: never trusted
    std::vector<PollResponse> polls;            // pollRep
    std::vector<StatusInfo> revocations;        // rp
    std::optional<StatusInfo> error;
    // What protection covers: SEQUENCE { header, body } (RFC 9810 §5.1.3).
    Bytes protected_part;
    Bytes protection; // the signature; empty: none
    std::vector<Bytes> extra_certificates;

    bool is(Body kind) const { return body == static_cast<std::uint8_t>(kind); }
};

// Largest answer that is looked at. An answer with a chain of RSA-4096 has some 10 KiB.
inline constexpr std::size_t largest_message = std::size_t{256} << 10U;

// Fails with ca.answer-refused: "oversized", "not-der", "trailing-data" or "malformed PART".
Result<Message> read_message(BytesView der);

// "rejection: badRequest, badPOP", in the words of RFC 9810.
std::string describe(const StatusInfo& status);
std::string_view name_of(Status status);

} // namespace koltamga::ca
