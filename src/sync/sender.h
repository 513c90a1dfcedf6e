// Sending the journal to the centre, from where its last receipt ended.
//
// Headers go strictly in order, then what the centre says it misses: wraps, bodies, blobs. Nothing
// counts but signed receipts that name our own entries by hash. Can be cut anywhere and begun
// again: the centre is asked each time what it holds. Runs while nobody is signed in.
#pragma once

#include "crypto/certificate.h"
#include "issuance/application.h"
#include "issuance/ports.h"
#include "net/http_client.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace koltamga::sync {

struct Settings {
    net::HttpSettings http;                           // with the station's TLS identity
    std::string prefix = "/station";                  // of the paths
    std::vector<crypto::Certificate> receipt_signers; // the centre's
    std::size_t batch_entries = 256;
    std::size_t batch_octets = std::size_t{1} << 20U;
    std::size_t batch_records = 50;
};

// Why a record is not green yet, and who must act.
enum class Wait {
    network,     // the centre was not reached
    centre_busy, // reached, and could not: it will be tried again
    more_sync,   // not everything was sent in this run
    refused,     // the centre says why; a supervisor must look
    damaged,     // what it asks for cannot be read here; a supervisor must look
    fork,        // the centre holds another history of this station; the agency must look
    trust,       // a certificate or receipt that must not be believed; the agency must look
};

std::string_view name_of(Wait wait); // "centre-busy"
issuance::WaitsFor who_acts(Wait wait);
std::string_view sentence_for(Wait wait, Language language);

struct Waiting {
    ApplicationId application;
    Wait wait{};
    std::string detail; // the centre's stable words, where it gave some
};

struct Report {
    std::uint64_t headers = 0, bodies = 0, blobs = 0; // sent in this run
    std::uint64_t receipted_through = 0;              // the head receipt's sequence; 0: none
    std::vector<ApplicationId> receipted;             // records that became green
    std::vector<Waiting> waiting;
    std::vector<issuance::Loss> losses; // told in this run: what a restore lost
    std::optional<Failure> stopped_by;  // what ended the run early
    bool complete() const { return !stopped_by && waiting.empty(); }
};

// Whether and when the same may be tried again: the one place that says so.
enum class Retry {
    later,        // nobody needs to do anything
    after_person, // somebody has to act first
};
Retry retry_of(const Failure& failure);
Wait wait_of(const Failure& failure);

// One run to the present head. The outbox is used by the calling thread only. Fails only when the
// outbox itself does; what the centre or the network did stands in the report.
Result<Report> sync_once(issuance::Outbox& outbox, const Settings& settings,
                         std::stop_token stop = {});

} // namespace koltamga::sync
