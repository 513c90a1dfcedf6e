// The last lines of a backup file: whose it is, and that every octet is as it was written. Checked
// before anything else looks into the file.
//
//     koltamga-backup-1
//     station S
//     sequence N
//     content <64 hex: SHA-256 of every octet before this text>
//     signature <hex: the station's journal key over the four lines above>
//     whole <64 hex: SHA-256 of every octet before this line>
//
// Private to this folder.
#pragma once

#include "db/station_journal.h"

#include <filesystem>

namespace koltamga::db {

struct BackupSeal {
    StationId station;
    std::uint64_t sequence = 0; // the last entry in it
};

// What the lines say, before any of it is believed.
struct ReadSeal {
    BackupSeal seal;
    Digest content{}, whole{};
    std::string signed_text, before_last_line;
    Bytes signature{};
};
// Nothing for any other spelling.
std::optional<ReadSeal> read_backup_seal(std::string_view text);

// Appends the lines; durable when it returns.
Done seal_backup(const std::filesystem::path& file, const BackupSeal& seal, const HeadSigner& sign);

// db.backup-refused for what is no backup at all, db.backup-damaged for one of which an octet is
// not as it was, db.backup-other-station when it was not signed with this key (SPKI, DER).
Result<BackupSeal> check_backup_seal(const std::filesystem::path& file, BytesView journal_key);

} // namespace koltamga::db
