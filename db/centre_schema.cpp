#include "db/migrations.h"

// The receiving side's database.
namespace koltamga::db {
namespace {

constexpr std::string_view version_1 = R"sql(
CREATE TABLE station (
  station TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  tls_certificate BLOB NOT NULL,
  ra_certificate BLOB NOT NULL,
  journal_certificate BLOB NOT NULL,
  enrolled TEXT NOT NULL
) STRICT;

-- A station restored from a backup goes on from an earlier entry, in a new epoch; what it lost
-- stays here, marked with the epoch that took its place.
CREATE TABLE entry (
  station TEXT NOT NULL REFERENCES station (station),
  lost_to INTEGER NOT NULL DEFAULT 0, -- 0: stands
  sequence INTEGER NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  header TEXT NOT NULL,             -- as received
  hash TEXT NOT NULL,
  PRIMARY KEY (station, lost_to, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_by_subject ON entry (station, subject, sequence);
CREATE INDEX entry_by_hash ON entry (station, hash);
CREATE TRIGGER entry_never_changes
  BEFORE UPDATE OF station, sequence, subject, kind, header, hash ON entry
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TABLE body (
  station TEXT NOT NULL,
  hash TEXT NOT NULL,               -- its entry's
  sealed BLOB NOT NULL,             -- as received
  PRIMARY KEY (station, hash)
) STRICT;

CREATE TABLE key_wrap (
  station TEXT NOT NULL,
  subject TEXT NOT NULL,
  wrap BLOB NOT NULL,
  PRIMARY KEY (station, subject)
) STRICT;

CREATE TABLE signed_head (
  station TEXT NOT NULL,
  hash TEXT NOT NULL,               -- its entry's
  text TEXT NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (station, hash)
) STRICT;

CREATE TABLE blob (
  name TEXT PRIMARY KEY,
  station TEXT NOT NULL,
  size INTEGER NOT NULL
) STRICT;

CREATE TABLE receipt (
  kind TEXT NOT NULL CHECK (kind IN ('head', 'record')),
  station TEXT NOT NULL,
  subject TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  der BLOB NOT NULL,
  PRIMARY KEY (kind, station, subject, hash)
) STRICT;

CREATE TABLE code (
  hash TEXT PRIMARY KEY,
  reusable INTEGER NOT NULL,
  expires TEXT NOT NULL,
  used INTEGER NOT NULL DEFAULT 0
) STRICT;
)sql";

// Which station used a code: the same may use it again, when its first try came to nothing.
constexpr std::string_view version_2 = R"sql(
ALTER TABLE code ADD COLUMN station TEXT;
)sql";

constexpr Migration migrations[] = {
    {"stations, their entries, receipts", version_1},
    {"codes know the station that used them", version_2},
};

} // namespace

const Schema& centre_schema() {
    static constexpr Schema schema{0x4b4c5443, migrations}; // "KLTC"
    return schema;
}

} // namespace koltamga::db
