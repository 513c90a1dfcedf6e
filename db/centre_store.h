// What the receiving side keeps: stations, their headers, bodies and blobs as received, the signed
// heads and the receipts given. Bodies stay sealed; what opens them is the centre's own key.
//
// One object for each thread; several may stand on one file.
#pragma once

#include "db/connection.h"
#include "db/entry_header.h"
#include "db/key_ring.h"
#include "db/receipts.h"
#include "db/signed_head.h"
#include "issuance/ports.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace koltamga::db {

struct CentreStation {
    StationId station;
    std::string name;          // the office
    Bytes tls_certificate;     // DER, as issued at enrolment
    Bytes ra_certificate;      // DER
    Bytes journal_certificate; // DER: its key signs heads
    Instant enrolled;
};

struct CentreEntry {
    std::uint64_t sequence = 0;
    std::string header; // the very text received
    Digest hash{};
    Subject subject;
    std::optional<Digest> body_hash; // what the header promises
    bool has_body = false;           // and it is here
};

class CentreStore {
  public:
    // `folder` holds centre.db and blobs/; made if it is not there.
    static Result<CentreStore> open(const std::filesystem::path& folder);

    Done add_station(const CentreStation& station);
    Result<std::optional<CentreStation>> station(const StationId& station);
    Result<std::vector<CentreStation>> stations();

    // Headers strictly in order after the last one held; those held already may be repeated.
    // One transaction; the head that is held afterwards. Fails with
    //   db.fork            same sequence, another hash: a clone, an older copy, a forger
    //   db.gap             a sequence is missing; the detail names the last one held
    //   db.chain-broken    `previous` is not the hash of the one before
    //   db.entry-malformed
    // A station restored from a backup goes on from an earlier entry with a station.epoch-opened of
    // a higher epoch: that is no fork; the entries it lost are kept aside and no longer count.
    Result<Head> accept_headers(const StationId& station, std::span<const std::string> headers);
    // Sequence 0 when nothing is held.
    Result<Head> head_of(const StationId& station);
    // The caller has verified the signature; db.fork when our entry there has another hash.
    Done keep_signed_head(const SignedHead& head);
    // The one over the entry that stands there; nothing: none was sent for it.
    Result<std::optional<SignedHead>> signed_head(const StationId& station, std::uint64_t sequence);

    // db.body-mismatch when its hash is not what the header promises; repeating is fine.
    Done keep_body(const StationId& station, std::uint64_t sequence, BytesView body);
    Result<std::optional<Bytes>> body(const StationId& station, std::uint64_t sequence);
    Result<std::optional<CentreEntry>> entry(const StationId& station, std::uint64_t sequence);
    Result<std::vector<CentreEntry>> entries_of(const StationId& station, const Subject& subject);
    // What the station lost when this epoch began after a restore: behind that sequence, in order.
    Result<std::vector<issuance::LostEntry>> lost_entries(const StationId& station,
                                                          std::uint32_t epoch, std::uint64_t after,
                                                          std::size_t limit);
    // The last sequence for which a record receipt speaks, among the entries that stand; 0: none.
    Result<std::uint64_t> receipted_through(const StationId& station,
                                            const ApplicationId& application);
    // Entries of the subject whose header promises a body that is not here.
    Result<std::vector<std::uint64_t>> missing_bodies(const StationId& station,
                                                      const Subject& subject);

    // The centre's wrap of a subject's key, CMS.
    Done keep_wrap(const StationId& station, const Subject& subject, BytesView wrap);
    Result<std::optional<Bytes>> wrap(const StationId& station, const Subject& subject);

    // Sealed blobs by the SHA-256 of their octets; durable when it returns. db.body-mismatch.
    Done keep_blob(const StationId& station, const Digest& name, BytesView content);
    Result<bool> has_blob(const Digest& name);
    Result<Bytes> blob(const Digest& name);

    // Receipts as given (CMS, DER). The newest of each kind is handed out again.
    Done keep_head_receipt(const HeadReceipt& receipt, BytesView der);
    Done keep_record_receipt(const RecordReceipt& receipt, BytesView der);
    Result<std::optional<Bytes>> head_receipt(const StationId& station, std::uint64_t sequence);
    Result<std::optional<Bytes>> record_receipt(const StationId& station,
                                                const ApplicationId& application,
                                                std::uint64_t sequence);

    // One-time codes, by their SHA-256. A used one is good for the station that used it, whose
    // enrolment may not have come to its end, and for no other: db.code-refused.
    Done add_code(const Digest& code, bool reusable, Instant expires);
    Done use_code(const Digest& code, const StationId& station, Instant now);

    struct Check {
        std::uint64_t stations = 0, entries = 0, bodies = 0, blobs = 0;
        std::vector<std::string> broken; // "7K3M-… 42 body-hash-mismatch"
        bool sound() const { return broken.empty(); }
    };
    // Chains, bodies, blobs, heads' and receipts' hashes. Signatures are the caller's to check.
    Result<Check> verify();

    Connection& connection() { return connection_; }

  private:
    CentreStore(std::filesystem::path folder, Connection connection)
        : folder_(std::move(folder)), connection_(std::move(connection)) {}
    Done keep_receipt(std::string_view kind, const StationId& station, std::string_view subject,
                      std::uint64_t sequence, const Digest& hash, BytesView der);

    std::filesystem::path folder_;
    Connection connection_;
};

} // namespace koltamga::db
