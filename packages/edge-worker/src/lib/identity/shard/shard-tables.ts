/**
 * The tables of an IdentityShard, as the steps of shard-schema.ts leave them: a new step changes this text too. An empty database gets
 * them at once, which takes a sixth of the steps' CPU time. The nonces have a table of their own (NonceMemory).
 *
 * The operations are the truth. Edges, and which members share a profile, follow from them (component.ts); they are stored so that a
 * read does not have to replay the operations. Times are seconds since 1970 unless the table says hours.
 *
 * | table | content |
 * |---|---|
 * | `pointers` | tokens of this shard, and the shard that is the home of each one's component |
 * | `members` | tokens at home here; the rows of one component share `component`, those of one profile `profile`. `arriving`: the move that brought the token, until every pointer has followed. `day`: of its last signature, since 1970; `look`: the day on which the schedule looks at it next |
 * | `operations` | what was signed about the tokens of a component (operation.ts, as JSON). `record`: the record's token, for operations of records. `effective`: 1 if it has an effect, as of the last change of its component |
 * | `edges` | what the operations say of two tokens; `a` sorts before `b`. `reasons`: operation IDs and waterfall, as JSON |
 * | `observations` | the last codeword of a token on each channel |
 * | `operation_results` | results of applied operations, which answer repeats. `token` is null for an erasure, after which no token may remain |
 * | `moves` | unfinished moves of a component to this shard. `arrived`: its rows are here, pointers still follow |
 * | `departures`, `departure_parts`, `forwards` | components that left by an unfinished move, the bundle that left in parts that fit into rows, and where its tokens are |
 * | `erasures` | profiles whose erasure is unfinished: members remain until their pointers are gone. `kind`: of the tombstones; `none`: nobody asked for it |
 * | `erased` | SHA-256 of erased tokens of this shard. `at`: when the erasure was signed. Before `until`, nothing signed earlier brings them back |
 * | `tombstones`, `journal_marks` | tombstones.ts |
 * | `records`, `intakes` | records of this shard's tokens, and those of them that are not compared and linked yet |
 * | `unindexed` | records that are deleted here, but perhaps not in the block index |
 * | `totals` | the number of rows in `records` |
 * | `ballots`, `erased_draws` | which token has drawn a ballot in which round (ballot-rows.ts) |
 * | `token_epochs` | key epochs of this shard's tokens, where they are not the first |
 * | `registered`, `withdrawals` | channels that have registered a token, when its consent was withdrawn, and which channels had registered it until then (registered-tokens.ts) |
 * | `landing_links`, `landing_link_places` | landing-link-rows.ts |
 * | `seen`, `channel_transitions` | journey-rows.ts, in hours |
 * | `fired`, `webhooks`, `due` | trigger-rows.ts, in hours |
 *
 * Rows of `token_epochs`, `registered`, `withdrawals` and `landing_links` are deleted with the token's pointer, by triggers.
 */
export const SHARD_TABLES = `
CREATE TABLE pointers (token TEXT PRIMARY KEY, home INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE members (
  token TEXT PRIMARY KEY, component INTEGER NOT NULL, profile INTEGER NOT NULL, arriving TEXT,
  day INTEGER NOT NULL DEFAULT 0, look INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX members_component ON members (component);
CREATE INDEX members_profile ON members (profile);
CREATE INDEX members_arriving ON members (arriving) WHERE arriving IS NOT NULL;
CREATE INDEX members_look ON members (look);
CREATE TABLE operations (
  key TEXT PRIMARY KEY, component INTEGER NOT NULL, record TEXT, effective INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX operations_component ON operations (component, record);
CREATE INDEX operations_idle ON operations (json_extract(body, '$.at')) WHERE effective = 0;
CREATE TABLE edges (
  a TEXT NOT NULL, b TEXT NOT NULL, kind TEXT NOT NULL, weight REAL NOT NULL, reasons TEXT NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX edges_b ON edges (b);
CREATE TABLE observations (
  token TEXT NOT NULL, channel TEXT NOT NULL, generation INTEGER NOT NULL, path TEXT NOT NULL,
  sequence INTEGER NOT NULL, PRIMARY KEY (token, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX observations_sequence ON observations (sequence);
CREATE TABLE operation_results (
  key TEXT PRIMARY KEY, token TEXT, result TEXT NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_results_token ON operation_results (token);
CREATE INDEX operation_results_at ON operation_results (at);
CREATE TABLE moves (
  id TEXT PRIMARY KEY, token TEXT NOT NULL, source INTEGER NOT NULL, arrived INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE departures (move TEXT PRIMARY KEY, destination INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE departure_parts (
  move TEXT NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (move, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE forwards (
  token TEXT PRIMARY KEY, move TEXT NOT NULL, destination INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX forwards_move ON forwards (move);
CREATE TABLE erasures (
  profile INTEGER PRIMARY KEY, token TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL,
  result TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'erased'
) STRICT;
CREATE TABLE erased (
  digest TEXT PRIMARY KEY, at INTEGER NOT NULL, until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tombstones (
  sequence INTEGER PRIMARY KEY, digest TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (digest, kind)
) STRICT;
CREATE INDEX tombstones_at ON tombstones (at);
CREATE TABLE journal_marks (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE records (
  token TEXT PRIMARY KEY, key TEXT NOT NULL, at INTEGER NOT NULL, channel TEXT NOT NULL, fields TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX records_at ON records (at);
CREATE TABLE intakes (
  token TEXT PRIMARY KEY, key TEXT NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE unindexed (token TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE totals (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ballots (
  token TEXT NOT NULL, round TEXT NOT NULL, key TEXT NOT NULL, blinded TEXT NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (token, round)
) STRICT, WITHOUT ROWID;
CREATE TABLE erased_draws (
  digest TEXT NOT NULL, round TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (digest, round)
) STRICT, WITHOUT ROWID;
CREATE TABLE token_epochs (token TEXT PRIMARY KEY, epoch INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX token_epochs_epoch ON token_epochs (epoch);
CREATE TRIGGER pointer_gone AFTER DELETE ON pointers
BEGIN
  DELETE FROM token_epochs WHERE token = old.token;
END;
CREATE TABLE registered (
  channel TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY (channel, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX registered_token ON registered (token);
CREATE TABLE withdrawals (
  token TEXT PRIMARY KEY, at INTEGER NOT NULL, channels TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;
CREATE INDEX withdrawals_at ON withdrawals (at);
CREATE TRIGGER registered_gone AFTER DELETE ON pointers
BEGIN
  DELETE FROM registered WHERE token = old.token;
  DELETE FROM withdrawals WHERE token = old.token;
END;
CREATE TABLE landing_links (
  token TEXT PRIMARY KEY, recipient TEXT, until INTEGER NOT NULL, key TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX landing_links_recipient ON landing_links (recipient, until) WHERE recipient IS NOT NULL;
CREATE INDEX landing_links_until ON landing_links (until);
CREATE TRIGGER landing_link_gone AFTER DELETE ON pointers
BEGIN
  DELETE FROM landing_links WHERE recipient = old.token;
END;
CREATE TABLE landing_link_places (
  token TEXT PRIMARY KEY, shard INTEGER NOT NULL, until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX landing_link_places_until ON landing_link_places (until);
CREATE TABLE seen (
  token TEXT NOT NULL, channel TEXT NOT NULL, hour INTEGER NOT NULL, sequence INTEGER NOT NULL,
  PRIMARY KEY (token, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_sequence ON seen (sequence);
CREATE INDEX seen_hour ON seen (hour);
CREATE TABLE channel_transitions (
  token TEXT NOT NULL, from_channel TEXT NOT NULL, to_channel TEXT NOT NULL, times INTEGER NOT NULL,
  hour INTEGER NOT NULL, PRIMARY KEY (token, from_channel, to_channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_transitions_hour ON channel_transitions (hour);
CREATE TABLE fired (
  token TEXT NOT NULL, id TEXT NOT NULL, rule TEXT NOT NULL, key TEXT NOT NULL, hour INTEGER NOT NULL,
  until INTEGER NOT NULL, PRIMARY KEY (token, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fired_until ON fired (until);
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY, token TEXT NOT NULL, channel TEXT NOT NULL, findings TEXT NOT NULL, hour INTEGER NOT NULL,
  sent INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX webhooks_token ON webhooks (token);
CREATE TABLE due (token TEXT PRIMARY KEY, hour INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX due_hour ON due (hour);
`;
