// The receiving side of the journals: checks what stations send, keeps it, and signs what it keeps.
//
// Every step may be repeated: the same octets a second time change nothing and get the same answer,
// so a station that never heard the answer asks again. What is answered is durable first. Chains
// are taken strictly in order; another entry under a number that is held is a fork, refused by
// name. A station that restored a backup goes on in a new epoch from an entry that is held.
//
// Any thread; calls are worked on one after the other.
#pragma once

#include "crypto/cms.h"
#include "db/centre_store.h"
#include "issuance/receipts.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>

namespace koltamga::centre {

// A certificate of the centre's and its key.
struct Identity {
    crypto::Certificate certificate;
    crypto::KeyPair key;
};

struct ReceiverKeys {
    Identity receipts;   // signs receipts and the time
    Identity encryption; // opens the wraps of subjects' keys
    // Whose receipts we kept before `receipts` took its place: they stay good, and sign no more.
    std::vector<crypto::Certificate> receipts_before{};
};

// Who sends, as its TLS certificate says.
using Station = db::CentreStation;

struct Held {
    std::uint32_t epoch = 0;
    std::uint64_t sequence = 0; // 0: nothing is held
    db::Digest hash{};
};

struct SealedBody {
    std::uint64_t sequence = 0;
    Bytes octets;
};

struct SealedWrap {
    db::Subject subject;
    Bytes octets; // CMS AuthEnvelopedData to the centre
};

// A record the station would like a receipt for, and the blobs it means to have sent.
struct RecordQuestion {
    ApplicationId application;
    std::vector<db::Digest> blobs;
};

// What is still missing of a subject before anything can be signed.
struct Missing {
    bool wrap = false;
    std::vector<std::uint64_t> bodies; // sequences, at most 1,000 at a time
    std::vector<db::Digest> blobs;
    bool nothing() const { return !wrap && bodies.empty() && blobs.empty(); }
};

struct RecordAnswer {
    ApplicationId application;
    Bytes receipt; // CMS, DER; empty: none yet
    Missing missing;
    std::string refused; // why it never will be, as it stands: stable words; empty: not refused
};

struct Settlement {
    Bytes head_receipt;
    std::vector<RecordAnswer> records;
    Missing station; // of the station's own entries
};

struct RecordVerified;

class Receiver {
  public:
    static Result<std::unique_ptr<Receiver>> open(const std::filesystem::path& folder,
                                                  ReceiverKeys keys, const Clock& clock);

    // Nobody: no station with this TLS certificate (DER) is enrolled.
    Result<std::optional<Station>> station_with(BytesView tls_certificate);
    Result<std::optional<Station>> station(const StationId& id);
    // centre.code-refused when the one-time code is wrong, expired, or was used by another station.
    Done use_code(std::string_view code, const StationId& station);
    Done add_code(std::string_view code, bool reusable, Instant expires);
    Done add_station(const Station& station);

    Result<Held> held(const Station& station);
    // Fails with centre.fork, centre.gap, centre.refused, and then nothing of it is kept.
    Result<Held> take_headers(const Station& station, std::span<const std::string> headers);
    Done take_bodies(const Station& station, std::span<const SealedWrap> wraps,
                     std::span<const SealedBody> bodies);
    Done take_blob(const Station& station, const db::Digest& name, BytesView content);
    // The head must be signed by the station and be held here.
    Result<Settlement> settle(const Station& station, const issuance::SignedHead& head,
                              std::span<const RecordQuestion> questions);

    // What this station lost when the epoch began after a restore, from behind `after` on: CMS,
    // DER, over a "koltamga-lost-1" (issuance/receipts.h).
    Result<Bytes> lost(const Station& station, std::uint32_t epoch, std::uint64_t after);

    // The time, for this station and this question alone (`nonce`), signed: CMS, DER, over
    // "koltamga-time-1\nstation S\nnonce <hex>\ntime T\n".
    Bytes time(const Station& station, BytesView nonce);

    struct Verified {
        std::uint64_t stations = 0, entries = 0, bodies = 0, blobs = 0, receipts = 0;
        std::vector<std::string> broken; // "7K3M-… 42 body-not-opened"
    };
    // Everything that is held, from the first octet.
    Result<Verified> verify();

  private:
    Receiver(db::CentreStore store, ReceiverKeys keys, const Clock& clock)
        : store_(std::move(store)), keys_(std::move(keys)), clock_(clock) {}

    Result<Bytes> head_receipt(const db::Head& head);
    Result<Bytes> record_receipt(const Station& station, const ApplicationId& application,
                                 const RecordVerified& verified);
    Result<RecordAnswer> record(const Station& station, const RecordQuestion& question,
                                std::uint64_t through);
    Bytes sign(std::string_view text);

    std::mutex mutex_;
    db::CentreStore store_;
    ReceiverKeys keys_;
    const Clock& clock_;
};

} // namespace koltamga::centre
