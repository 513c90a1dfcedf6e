// `journal verify`: is this still the journal that was written?
//
// Reads every entry once, in order: numbers without gaps, each header naming the hash of the one
// before, columns that say what the header says, bodies with the hash the header names; then every
// signed head and every receipt against the entries, the side file against both, and the derived
// rows against what the entries give. An attacker who recomputes every hash and derived row
// is found for all that a signed head or a receipt covers; the rest is named in `not_provable`.
#pragma once

#include "db/connection.h"
#include "db/key_ring.h"
#include "db/receipts.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace koltamga::db {

// Whom to believe. These come from the profile and the station's key files, never from the
// database that is being verified.
struct Anchors {
    std::vector<Bytes> journal_keys;        // SubjectPublicKeyInfo, DER: present and earlier ones
    std::vector<Bytes> centre_certificates; // DER
    // What the centre says it holds, where it could be asked: finds a folder replaced as a whole.
    std::vector<Bytes> receipts; // head receipts, CMS DER
};

struct Finding {
    std::uint64_t sequence = 0; // 0: about no one entry
    std::string what;           // stable words first: "previous-hash-mismatch"
};

// What no check of this folder can prove.
enum class Gap {
    uncovered,          // entries that no signed head and no receipt covers
    own_signature_only, // entries that rest on the station's journal key
    whole_folder,       // that the folder is not an older copy of itself, as a whole
    derived_unread,     // that derived and operators' rows are as they were: nobody was signed in
    derived_released,   // the same of released applications: their keys are gone
};

struct NotProvable {
    Gap gap{};
    std::uint64_t from = 0, to = 0; // entries
    std::uint64_t released = 0;     // applications
};

struct Verified {
    std::uint64_t entries = 0;
    std::uint64_t head = 0; // the last sequence
    Digest head_hash{};
    std::optional<Finding> first_broken;  // nothing: sound
    std::vector<Finding> findings;        // at most 100
    std::uint64_t covered_by_head = 0;    // through here by the station's own signature
    std::uint64_t covered_by_receipt = 0; // through here by the centre's
    std::vector<NotProvable> not_provable;

    bool sound() const { return !first_broken; }
};

// Verifies the station's journal. Without keys, derived rows are compared only as far as headers
// tell, and `not_provable` says so. Tables that are not ours are a finding like any other. Fails
// only when the database cannot be read at all.
Result<Verified> verify_journal(Connection& connection, const std::filesystem::path& folder,
                                const Anchors& anchors, const KeyRing* keys,
                                std::stop_token stop = {});

// What the doctor asks of it: that SQLite can read every page, and that the chain's tail holds.
// Fails with db.damaged or db.chain-broken, as whoever writes there would find it.
Done examine(Connection& connection);

} // namespace koltamga::db
