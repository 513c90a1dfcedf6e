BEGIN TRANSACTION;
CREATE TABLE station (
  station TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  tls_certificate BLOB NOT NULL,
  ra_certificate BLOB NOT NULL,
  journal_certificate BLOB NOT NULL,
  enrolled TEXT NOT NULL
) STRICT;
INSERT INTO station VALUES('7K3M-0QXT-9B2E-HN4W','office',X'01',X'02',X'03','2026-11-22T08:00:00.000Z');
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
INSERT INTO code VALUES('abababababababababababababababababababababababababababababababab',0,'2027-01-01T00:00:00.000Z',1);
CREATE INDEX entry_by_subject ON entry (station, subject, sequence);
CREATE INDEX entry_by_hash ON entry (station, hash);
CREATE TRIGGER entry_never_changes
  BEFORE UPDATE OF station, sequence, subject, kind, header, hash ON entry
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
COMMIT;
PRAGMA application_id=1263293507;
PRAGMA user_version=1;
