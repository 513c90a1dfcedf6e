#include "db/migrations.h"

// A station's database. Texts that are not personal stand in the clear, so that the plain sqlite3
// shell shows what the journal is; what is personal stands in sealed columns.
namespace koltamga::db {
namespace {

constexpr std::string_view version_1 = R"sql(
CREATE TABLE station (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  station TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  profile TEXT NOT NULL,
  practice INTEGER NOT NULL,
  recovery BLOB                     -- the data key, wrapped for the agency (CMS)
) STRICT;

-- The journal. The columns repeat what the header says; the header's hash is the entry's.
CREATE TABLE entry (
  sequence INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  subject TEXT NOT NULL,            -- an application's id, or 'station'
  operator TEXT NOT NULL,
  time TEXT NOT NULL,
  header TEXT NOT NULL,
  hash TEXT NOT NULL,
  body BLOB                         -- sealed
) STRICT;
CREATE INDEX entry_by_subject ON entry (subject, sequence);
CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TABLE signed_head (
  sequence INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT;

CREATE TABLE receipt (
  kind TEXT NOT NULL CHECK (kind IN ('head', 'record')),
  subject TEXT NOT NULL,            -- an application's id, or 'station'
  sequence INTEGER NOT NULL,
  time TEXT NOT NULL,               -- the centre's
  der BLOB NOT NULL,                -- CMS, as it came
  PRIMARY KEY (kind, subject, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY REFERENCES entry (sequence),
  state TEXT NOT NULL CHECK (state IN ('unsent', 'sent', 'receipted'))
) STRICT;
CREATE INDEX outbox_waiting ON outbox (sequence) WHERE state <> 'receipted';

CREATE TABLE key_wrap (
  subject TEXT NOT NULL,
  holder TEXT NOT NULL CHECK (holder IN ('station', 'centre')),
  wrap BLOB NOT NULL,
  PRIMARY KEY (subject, holder)
) STRICT, WITHOUT ROWID;

CREATE TABLE application (
  application TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  step TEXT NOT NULL,
  waits_for TEXT NOT NULL,
  opened TEXT NOT NULL,
  since TEXT NOT NULL,
  last_sequence INTEGER NOT NULL,
  revoked INTEGER NOT NULL,
  key_package TEXT NOT NULL,        -- blob not yet delivered; '' none
  personal BLOB                     -- sealed; NULL once the record was released
) STRICT;

CREATE TABLE look_up (
  field TEXT NOT NULL,
  hash TEXT NOT NULL,               -- keyed, a key per field
  application TEXT NOT NULL,
  PRIMARY KEY (field, hash, application)
) STRICT, WITHOUT ROWID;
CREATE INDEX look_up_by_application ON look_up (application);

CREATE TABLE blob (
  name TEXT PRIMARY KEY,            -- SHA-256 of the sealed file
  application TEXT NOT NULL,
  use TEXT NOT NULL,
  size INTEGER NOT NULL,
  entry INTEGER                     -- the entry that names it; NULL not yet
) STRICT;
CREATE INDEX blob_by_application ON blob (application);

CREATE TABLE operator (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('operator', 'supervisor', 'auditor')),
  disabled INTEGER NOT NULL DEFAULT 0,
  since TEXT NOT NULL,
  password TEXT NOT NULL,           -- Argon2id's parameters and salt
  private_key BLOB NOT NULL,        -- sealed by what Argon2id makes of the password
  certificate BLOB NOT NULL,
  data_key BLOB,                    -- wrapped for the certificate (CMS); NULL when disabled
  proof BLOB NOT NULL,              -- HMAC of name, role, disabled and certificate
  failures INTEGER NOT NULL DEFAULT 0,
  last_failure TEXT,
  not_before TEXT
) STRICT;

CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;
)sql";

constexpr std::string_view version_2 = R"sql(
ALTER TABLE application ADD COLUMN next_try TEXT;

-- What is typed and not yet a step.
CREATE TABLE draft (
  application TEXT PRIMARY KEY,
  time TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

-- For people with the sqlite3 shell.
CREATE VIEW journal AS
  SELECT sequence, epoch, time, kind, subject, operator, state AS outbox,
         length(body) AS sealed_octets
  FROM entry LEFT JOIN outbox USING (sequence);
CREATE VIEW waiting AS
  SELECT application, state, step, waits_for, since, next_try FROM application
  WHERE waits_for <> 'nobody';
)sql";

// settled: nothing is open or due any more; NULL in rows that were derived before the column came.
// certificate: sealed, what ending it needs; it outlives the release.
constexpr std::string_view version_3 = R"sql(
ALTER TABLE application ADD COLUMN settled INTEGER;
ALTER TABLE application ADD COLUMN certificate BLOB;

-- The centre follows another continuation of this journal.
CREATE TABLE known_fork (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  time TEXT NOT NULL,               -- when the station learned of it
  detail TEXT NOT NULL              -- the centre's stable words
) STRICT;

-- What a restored station had lost, as the centre told it; one row for each epoch that was asked
-- about.
CREATE TABLE loss (
  epoch INTEGER PRIMARY KEY,        -- the one that took the lost entries' place
  time TEXT NOT NULL                -- the centre's
) STRICT;
CREATE TABLE lost_entry (
  epoch INTEGER NOT NULL REFERENCES loss (epoch),
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,            -- an application's id, or 'station'
  hash TEXT NOT NULL,
  PRIMARY KEY (epoch, sequence)
) STRICT, WITHOUT ROWID;
)sql";

constexpr Migration migrations[] = {
    {"journal, keys, derived rows, operators", version_1},
    {"drafts, planned tries, views for people", version_2},
    {"settled rows, kept certificates, known forks, losses", version_3},
};

} // namespace

const Schema& station_schema() {
    static constexpr Schema schema{0x4b4c5447, migrations}; // "KLTG"
    return schema;
}

} // namespace koltamga::db
