// Opening one application's record with the centre's key, and looking whether it is whole.
#pragma once

#include "centre/receiver.h"
#include "issuance/application.h"

#include <variant>

namespace koltamga::centre {

// What a record came to: everything there and right; something missing; or wrong for good.
struct RecordVerified {
    std::uint64_t sequence = 0; // the last entry
    db::Digest hash{};
    std::vector<db::Digest> blobs; // sorted: those that are held
};

struct RecordRefused {
    std::string why; // stable words: "body-not-opened 42"
};

using RecordState = std::variant<RecordVerified, Missing, RecordRefused>;

class RecordReader {
  public:
    RecordReader(db::CentreStore& store, const Identity& encryption)
        : store_(store), encryption_(encryption) {}

    // Entries up to and including `through`; later ones are left for the next receipt. `blobs` are
    // those the station means to have sent besides what the entries name.
    Result<RecordState> read(const StationId& station, const ApplicationId& application,
                             std::span<const db::Digest> blobs, std::uint64_t through);

    // What is missing of a subject's bodies and wrap.
    Result<Missing> missing(const StationId& station, const db::Subject& subject,
                            std::uint64_t through);

    // One body opened: octets of its JSON; nothing: it does not open.
    std::optional<Bytes> open_body(const db::CentreEntry& entry, BytesView sealed,
                                   const SecretBytes& key) const;
    Result<SecretBytes> subject_key(const StationId& station, const db::Subject& subject);

  private:
    Result<bool> is_whole(const db::Digest& blob);
    Result<RecordState> opened(const StationId& station, const ApplicationId& application,
                               const std::vector<db::CentreEntry>& entries,
                               std::span<const db::Digest> blobs);
    Result<std::variant<issuance::Entry, RecordRefused>>
    opened_entry(const StationId& station, const db::CentreEntry& stored, const SecretBytes& key);
    Result<std::variant<db::Digest, RecordState>>
    check_portrait(const ApplicationId& application, const issuance::PortraitRecorded& portrait,
                   const SecretBytes& key);

    db::CentreStore& store_;
    const Identity& encryption_;
};

} // namespace koltamga::centre
