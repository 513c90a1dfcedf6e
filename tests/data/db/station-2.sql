BEGIN TRANSACTION;
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
, next_try TEXT) STRICT;
INSERT INTO application VALUES('0000-0001-ZZZZ-ZZZZ','draft','decide','clerk','2026-11-22T09:41:07.123Z','2026-11-22T09:41:07.123Z',2,0,'',NULL,NULL);
CREATE TABLE blob (
  name TEXT PRIMARY KEY,            -- SHA-256 of the sealed file
  application TEXT NOT NULL,
  use TEXT NOT NULL,
  size INTEGER NOT NULL,
  entry INTEGER                     -- the entry that names it; NULL not yet
) STRICT;
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
INSERT INTO entry VALUES(1,1,'station.enrolled',1,'station','aida','2026-11-22T09:41:07.123Z',replace('koltamga-entry-1\nstation 7K3M-0QXT-9B2E-HN4W\nepoch 1\nsequence 1\nprevious 0000000000000000000000000000000000000000000000000000000000000000\nkind station.enrolled 1\nsubject station\noperator aida\ntime 2026-11-22T09:41:07.123Z system\nbody -\n','\n',char(10)),'3e659ec874af669ae009253c460fbb82d8e531bbed2dcc1c40035d02dcdb88da',NULL);
INSERT INTO entry VALUES(2,1,'identity.recorded',1,'0000-0001-ZZZZ-ZZZZ','aida','2026-11-22T09:41:07.123Z',replace('koltamga-entry-1\nstation 7K3M-0QXT-9B2E-HN4W\nepoch 1\nsequence 2\nprevious 3e659ec874af669ae009253c460fbb82d8e531bbed2dcc1c40035d02dcdb88da\nkind identity.recorded 1\nsubject 0000-0001-ZZZZ-ZZZZ\noperator aida\ntime 2026-11-22T09:41:07.123Z system\nbody -\n','\n',char(10)),'b6732e7a3246fff5b34f762aa845b45e4d74dd48b1fb05e3debccf103ea59d50',NULL);
CREATE TABLE key_wrap (
  subject TEXT NOT NULL,
  holder TEXT NOT NULL CHECK (holder IN ('station', 'centre')),
  wrap BLOB NOT NULL,
  PRIMARY KEY (subject, holder)
) STRICT, WITHOUT ROWID;
CREATE TABLE look_up (
  field TEXT NOT NULL,
  hash TEXT NOT NULL,               -- keyed, a key per field
  application TEXT NOT NULL,
  PRIMARY KEY (field, hash, application)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY REFERENCES entry (sequence),
  state TEXT NOT NULL CHECK (state IN ('unsent', 'sent', 'receipted'))
) STRICT;
INSERT INTO outbox VALUES(1,'unsent');
INSERT INTO outbox VALUES(2,'unsent');
CREATE TABLE receipt (
  kind TEXT NOT NULL CHECK (kind IN ('head', 'record')),
  subject TEXT NOT NULL,            -- an application's id, or 'station'
  sequence INTEGER NOT NULL,
  time TEXT NOT NULL,               -- the centre's
  der BLOB NOT NULL,                -- CMS, as it came
  PRIMARY KEY (kind, subject, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;
CREATE TABLE signed_head (
  sequence INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TABLE station (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  station TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  profile TEXT NOT NULL,
  practice INTEGER NOT NULL,
  recovery BLOB                     -- the data key, wrapped for the agency (CMS)
) STRICT;
INSERT INTO station VALUES(1,'7K3M-0QXT-9B2E-HN4W',1,'practice',1,NULL);
CREATE TABLE draft (
  application TEXT PRIMARY KEY,
  time TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
CREATE INDEX entry_by_subject ON entry (subject, sequence);
CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE INDEX outbox_waiting ON outbox (sequence) WHERE state <> 'receipted';
CREATE INDEX look_up_by_application ON look_up (application);
CREATE INDEX blob_by_application ON blob (application);
CREATE VIEW journal AS
  SELECT sequence, epoch, time, kind, subject, operator, state AS outbox,
         length(body) AS sealed_octets
  FROM entry LEFT JOIN outbox USING (sequence);
CREATE VIEW waiting AS
  SELECT application, state, step, waits_for, since, next_try FROM application
  WHERE waits_for <> 'nobody';
COMMIT;
PRAGMA application_id=1263293511;
PRAGMA user_version=2;
