/**
 * Tables of an {@link IdentityShard}. A profile is the rows whose tokens share `members.profile`; edges and
 * observations find theirs through their tokens, so that joining and splitting change `members` alone.
 */
export const SHARD_SCHEMA = `
-- Tokens of this shard, and the shard where each one's profile is at home.
CREATE TABLE IF NOT EXISTS pointers (
  token TEXT PRIMARY KEY,
  home INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Profiles at home here. \`arriving\`: the move that brought the token, until every pointer has followed.
CREATE TABLE IF NOT EXISTS members (
  token TEXT PRIMARY KEY,
  profile INTEGER NOT NULL,
  arriving TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_profile ON members (profile);

-- The source of truth of who is one person; a sorts before b.
CREATE TABLE IF NOT EXISTS edges (
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS edges_b ON edges (b);

CREATE TABLE IF NOT EXISTS observations (
  token TEXT NOT NULL,
  channel TEXT NOT NULL,
  generation INTEGER NOT NULL,
  path TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (token, channel)
) STRICT, WITHOUT ROWID;

-- Outcomes of applied operations. \`token\` is null for an erasure, after which no token may remain.
CREATE TABLE IF NOT EXISTS operations (
  key TEXT PRIMARY KEY,
  token TEXT,
  outcome TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operations_token ON operations (token);
CREATE INDEX IF NOT EXISTS operations_at ON operations (at);

-- Transmissions seen, in seconds since 1970.
CREATE TABLE IF NOT EXISTS nonces (
  nonce TEXT PRIMARY KEY,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nonces_seen_at ON nonces (seen_at);

-- Moves of a profile to this shard that are not finished. \`arrived\`: its rows are here, pointers still follow.
CREATE TABLE IF NOT EXISTS moves (
  id TEXT PRIMARY KEY,
  token TEXT NOT NULL,
  source INTEGER NOT NULL,
  arrived INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Profiles that left this shard by a move that is not finished: what left, and where its tokens are found.
CREATE TABLE IF NOT EXISTS departures (
  move TEXT PRIMARY KEY,
  destination INTEGER NOT NULL,
  bundle TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forwards (
  token TEXT PRIMARY KEY,
  move TEXT NOT NULL,
  destination INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Profiles here whose erasure is not finished: members remain until their pointers are gone.
CREATE TABLE IF NOT EXISTS erasures (
  profile INTEGER PRIMARY KEY,
  token TEXT NOT NULL,
  key TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
`;
