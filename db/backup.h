// Backup into one file, and back. Everything in it is sealed as it is in the data folder; keys
// stand in it only wrapped. The file is an SQLite database of its own: the journal's with one more
// table that holds the blobs, so that any `sqlite3` can look at its structure; behind it stands a
// seal over every octet (db/backup_seal.h).
#pragma once

#include "db/station_journal.h"
#include "issuance/policy.h"

namespace koltamga::db {

struct BackedUp {
    std::uint64_t sequence = 0; // the last entry in it
    std::size_t blobs = 0;
};

// Runs beside the work. Journals backup.made. The file appears whole or not at all.
Result<BackedUp> back_up(const StationDatabase& database, const Session& session,
                         const HeadSigner& sign, const std::filesystem::path& file,
                         const issuance::Stamp& at);

struct Restored {
    std::uint64_t epoch = 0;    // the one it opened
    std::uint64_t sequence = 0; // the entry that says so
};

// Who restores: a supervisor of the station as the backup knows it.
struct Restorer {
    std::string name;
    const SecretBytes& password;
};

struct RestoreSetup {
    Binding binding;
    Bytes journal_key; // SubjectPublicKeyInfo, DER: the station's own, which signed the backup
    HeadSigner sign;
    const Clock& clock;
    issuance::ClockTolerance tolerance{};
    crypto::PasswordCost cost{};
    // The newest epoch that the centre holds of this station, 0 where it could not be asked: the
    // same backup may have been restored before.
    std::uint32_t epoch_at_centre = 0;
    // For tests that stop it there: after each step that leaves something on the disk.
    std::function<void(std::string_view step)> after = [](std::string_view) {};
};

// Into a folder that holds the station's keys and no database; a log that an earlier one left
// there is set aside. The file is checked to its last octet before anything is written. The new
// epoch (station.epoch-opened, backup.restored) is opened in the copy, which becomes the station's
// database only then: whatever cuts this short leaves no database, or a restored one in its new
// epoch. Erasures that came after the backup are repeated when the centre has told of them
// (Outbox::keep_loss). Fails with db.restore-onto-existing, db.second-instance,
// db.backup-not-there, db.backup-refused, db.backup-damaged, db.backup-other-station,
// db.wrong-profile, operator.wrong-password, operator.not-allowed …
Result<Restored> restore(const std::filesystem::path& file, const std::filesystem::path& folder,
                         const RestoreSetup& setup, const Restorer& by);

} // namespace koltamga::db
