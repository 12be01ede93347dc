-- Whose receipt it is: SHA-256 of the token (tokenDigest); rows of before have the token until the schedule's job has changed them.
ALTER TABLE receipts RENAME COLUMN token TO subject;

-- Erasures and withdrawals, as each identity shard has journalled them: what a restored shard has to do again, and the other way round.
CREATE TABLE tombstones (
  site TEXT NOT NULL,
  shard INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  -- SHA-256 of the token.
  digest TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('erased', 'withdrawn', 'left')),
  -- Seconds since 1970.
  at INTEGER NOT NULL,
  PRIMARY KEY (site, shard, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstones_at ON tombstones (site, at);
CREATE INDEX tombstones_digest ON tombstones (site, digest);

-- How far each shard's journal is here. It outlives the rows.
CREATE TABLE tombstone_marks (
  site TEXT NOT NULL,
  shard INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (site, shard)
) STRICT, WITHOUT ROWID;
