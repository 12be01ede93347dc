/**
 * Tables of an {@link IdentityShard}, but for its nonces (NonceMemory) and key epochs (TokenEpochs). Deeds are the truth;
 * edges, and which members share a profile, are what they come to (component.ts), kept so that reading need not play them.
 * A component is the rows whose tokens share `members.component`; edges and observations find theirs through their tokens.
 */
export const SHARD_SCHEMA = `
-- Tokens of this shard, and the shard where each one's component is at home.
CREATE TABLE IF NOT EXISTS pointers (
  token TEXT PRIMARY KEY,
  home INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Components at home here, and their profiles; a number names one as long as it has tokens. \`arriving\`: the move that
-- brought the token, until every pointer has followed.
CREATE TABLE IF NOT EXISTS members (
  token TEXT PRIMARY KEY,
  component INTEGER NOT NULL,
  profile INTEGER NOT NULL,
  arriving TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_component ON members (component);
CREATE INDEX IF NOT EXISTS members_profile ON members (profile);
CREATE INDEX IF NOT EXISTS members_arriving ON members (arriving) WHERE arriving IS NOT NULL;

-- What was done with the tokens of a component (deed.ts, as JSON). \`record\`: whose record it is, for those of records.
-- \`holds\`: whether it has an effect, as of the last change of its component.
CREATE TABLE IF NOT EXISTS deeds (
  key TEXT PRIMARY KEY,
  component INTEGER NOT NULL,
  record TEXT,
  holds INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS deeds_component ON deeds (component, record);

-- What the deeds come to for two tokens; a sorts before b. \`reasons\`: operations and waterfall, as JSON.
CREATE TABLE IF NOT EXISTS edges (
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  kind TEXT NOT NULL,
  weight REAL NOT NULL,
  reasons TEXT NOT NULL,
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
CREATE INDEX IF NOT EXISTS observations_sequence ON observations (sequence);

-- Outcomes of applied operations. \`token\` is null for an erasure, after which no token may remain.
CREATE TABLE IF NOT EXISTS operations (
  key TEXT PRIMARY KEY,
  token TEXT,
  outcome TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operations_token ON operations (token);
CREATE INDEX IF NOT EXISTS operations_at ON operations (at);

-- Moves of a component to this shard that are not finished. \`arrived\`: its rows are here, pointers still follow.
CREATE TABLE IF NOT EXISTS moves (
  id TEXT PRIMARY KEY,
  token TEXT NOT NULL,
  source INTEGER NOT NULL,
  arrived INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Components that left this shard by a move that is not finished: what left, and where its tokens are found.
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
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;

-- Erased tokens of this shard, as SHA-256, and until when (seconds since 1970) what was signed before does not bring
-- them back. \`at\`: when the erasure was signed.
CREATE TABLE IF NOT EXISTS erased (
  digest TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Records whose tokens are of this shard, wherever they are at home: what each says (deed \`key\`, signed \`at\`).
CREATE TABLE IF NOT EXISTS records (
  token TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  channel TEXT NOT NULL,
  fields TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Records that were taken in, but are not compared and linked yet: the rest of what was signed, as JSON.
CREATE TABLE IF NOT EXISTS intakes (
  token TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Records that are gone from here, but perhaps not from the index of blocks.
CREATE TABLE IF NOT EXISTS unindexed (
  token TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- How many records there are in \`records\`, so that nobody need count them.
CREATE TABLE IF NOT EXISTS totals (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
