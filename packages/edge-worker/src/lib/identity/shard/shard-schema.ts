import type { SchemaStep } from "@sedge/operator";
import * as v from "valibot";

/** The first tables. What they hold: shard-tables.ts. */
const INITIAL = `
CREATE TABLE IF NOT EXISTS pointers (token TEXT PRIMARY KEY, home INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS members (
  token TEXT PRIMARY KEY, component INTEGER NOT NULL, profile INTEGER NOT NULL, arriving TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_component ON members (component);
CREATE INDEX IF NOT EXISTS members_profile ON members (profile);
CREATE INDEX IF NOT EXISTS members_arriving ON members (arriving) WHERE arriving IS NOT NULL;
CREATE TABLE IF NOT EXISTS deeds (
  key TEXT PRIMARY KEY, component INTEGER NOT NULL, record TEXT, holds INTEGER NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS deeds_component ON deeds (component, record);
CREATE TABLE IF NOT EXISTS edges (
  a TEXT NOT NULL, b TEXT NOT NULL, kind TEXT NOT NULL, weight REAL NOT NULL, reasons TEXT NOT NULL,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS edges_b ON edges (b);
CREATE TABLE IF NOT EXISTS observations (
  token TEXT NOT NULL, channel TEXT NOT NULL, generation INTEGER NOT NULL, path TEXT NOT NULL,
  sequence INTEGER NOT NULL, PRIMARY KEY (token, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS observations_sequence ON observations (sequence);
CREATE TABLE IF NOT EXISTS operations (
  key TEXT PRIMARY KEY, token TEXT, outcome TEXT NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operations_token ON operations (token);
CREATE INDEX IF NOT EXISTS operations_at ON operations (at);
CREATE TABLE IF NOT EXISTS moves (
  id TEXT PRIMARY KEY, token TEXT NOT NULL, source INTEGER NOT NULL, arrived INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS departures (
  move TEXT PRIMARY KEY, destination INTEGER NOT NULL, bundle TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forwards (
  token TEXT PRIMARY KEY, move TEXT NOT NULL, destination INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erasures (
  profile INTEGER PRIMARY KEY, token TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS erased (
  digest TEXT PRIMARY KEY, at INTEGER NOT NULL, until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
  token TEXT PRIMARY KEY, key TEXT NOT NULL, at INTEGER NOT NULL, channel TEXT NOT NULL, fields TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS intakes (
  token TEXT PRIMARY KEY, key TEXT NOT NULL, body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unindexed (token TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS totals (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ballots (
  token TEXT NOT NULL, round TEXT NOT NULL, key TEXT NOT NULL, blinded TEXT NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (token, round)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS erased_draws (
  digest TEXT NOT NULL, round TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (digest, round)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS token_epochs (token TEXT PRIMARY KEY, epoch INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS token_epochs_epoch ON token_epochs (epoch);
CREATE TRIGGER IF NOT EXISTS pointer_gone AFTER DELETE ON pointers
BEGIN
  DELETE FROM token_epochs WHERE token = old.token;
END;
CREATE TABLE IF NOT EXISTS told (
  channel TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY (channel, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told_token ON told (token);
CREATE TABLE IF NOT EXISTS told_ended (token TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told_ended_at ON told_ended (at);
CREATE TRIGGER IF NOT EXISTS told_gone AFTER DELETE ON pointers
BEGIN
  DELETE FROM told WHERE token = old.token;
  DELETE FROM told_ended WHERE token = old.token;
END;
CREATE TABLE IF NOT EXISTS landing_links (
  token TEXT PRIMARY KEY, recipient TEXT, until INTEGER NOT NULL, key TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS landing_links_recipient ON landing_links (recipient, until) WHERE recipient IS NOT NULL;
CREATE INDEX IF NOT EXISTS landing_links_until ON landing_links (until);
CREATE TRIGGER IF NOT EXISTS landing_link_gone AFTER DELETE ON pointers
BEGIN
  DELETE FROM landing_links WHERE recipient = old.token;
END;
CREATE TABLE IF NOT EXISTS landing_link_places (
  token TEXT PRIMARY KEY, shard INTEGER NOT NULL, until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS landing_link_places_until ON landing_link_places (until);
CREATE TABLE IF NOT EXISTS seen (
  token TEXT NOT NULL, channel TEXT NOT NULL, hour INTEGER NOT NULL, sequence INTEGER NOT NULL,
  PRIMARY KEY (token, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS seen_sequence ON seen (sequence);
CREATE INDEX IF NOT EXISTS seen_hour ON seen (hour);
CREATE TABLE IF NOT EXISTS channel_transitions (
  token TEXT NOT NULL, from_channel TEXT NOT NULL, to_channel TEXT NOT NULL, times INTEGER NOT NULL,
  hour INTEGER NOT NULL, PRIMARY KEY (token, from_channel, to_channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS channel_transitions_hour ON channel_transitions (hour);
CREATE TABLE IF NOT EXISTS fired (
  token TEXT NOT NULL, id TEXT NOT NULL, rule TEXT NOT NULL, key TEXT NOT NULL, hour INTEGER NOT NULL,
  until INTEGER NOT NULL, PRIMARY KEY (token, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS fired_until ON fired (until);
CREATE TABLE IF NOT EXISTS webhooks (
  id TEXT PRIMARY KEY, token TEXT NOT NULL, channel TEXT NOT NULL, findings TEXT NOT NULL, hour INTEGER NOT NULL,
  sent INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS webhooks_token ON webhooks (token);
CREATE TABLE IF NOT EXISTS due (token TEXT PRIMARY KEY, hour INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS due_hour ON due (hour);
`;

/** Renames tables and columns; nothing else changes. */
const RENAMES = `
ALTER TABLE operations RENAME TO operation_results;
ALTER TABLE operation_results RENAME COLUMN outcome TO result;
DROP INDEX operations_token;
DROP INDEX operations_at;
CREATE INDEX operation_results_token ON operation_results (token);
CREATE INDEX operation_results_at ON operation_results (at);
ALTER TABLE deeds RENAME TO operations;
ALTER TABLE operations RENAME COLUMN holds TO effective;
DROP INDEX deeds_component;
CREATE INDEX operations_component ON operations (component, record);
ALTER TABLE erasures RENAME COLUMN outcome TO result;
DROP TRIGGER told_gone;
DROP INDEX told_token;
DROP INDEX told_ended_at;
ALTER TABLE told RENAME TO registered;
ALTER TABLE told_ended RENAME TO withdrawals;
CREATE INDEX registered_token ON registered (token);
CREATE INDEX withdrawals_at ON withdrawals (at);
CREATE TRIGGER registered_gone AFTER DELETE ON pointers
BEGIN
  DELETE FROM registered WHERE token = old.token;
  DELETE FROM withdrawals WHERE token = old.token;
END;
`;

/** What step 3 changes of a bundle. Everything else stays as it is. */
const Bundle1 = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({
    deeds: v.array(v.unknown()),
    holding: v.array(v.unknown()),
    operations: v.array(v.looseObject({ outcome: v.unknown() })),
  }),
);
const DepartureRow = v.strictObject({ move: v.string(), bundle: Bundle1 });

/** Gives the stored bundles of departures the names that the tables have since step 2. */
function renameInBundles(sql: SqlStorage): void {
  for (const row of sql.exec("SELECT move, bundle FROM departures").toArray()) {
    const { move, bundle } = v.parse(DepartureRow, row);
    const { deeds, holding, operations, ...rest } = bundle;
    const results = operations.map(({ outcome, ...result }) => ({ ...result, result: outcome }));
    const text = JSON.stringify({ ...rest, operations: deeds, effective: holding, results });
    sql.exec("UPDATE departures SET bundle = ? WHERE move = ?", text, move);
  }
}

/** A bundle may be larger than a row. */
const DEPARTURE_PARTS = `
CREATE TABLE departure_parts (
  move TEXT NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (move, part)
) STRICT, WITHOUT ROWID;
INSERT INTO departure_parts SELECT move, 0, bundle FROM departures;
ALTER TABLE departures DROP COLUMN bundle;
CREATE INDEX forwards_move ON forwards (move);
`;

/** When each token was last used, so that what nobody uses expires. */
const MEMBER_DAYS = `
ALTER TABLE members ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
UPDATE members SET day = unixepoch() / 86400;
CREATE INDEX members_day ON members (day);
`;

/** By when each component is looked at, and by what records and operations without effect are found when their time is over. */
const RETENTION = `
ALTER TABLE members ADD COLUMN look INTEGER NOT NULL DEFAULT 0;
DROP INDEX members_day;
CREATE INDEX members_look ON members (look);
CREATE INDEX records_at ON records (at);
CREATE INDEX operations_idle ON operations (json_extract(body, '$.at')) WHERE effective = 0;
`;

/** What was erased or withdrawn, in order, so that a restored database learns of it; and whether an erasure is worth remembering. */
const TOMBSTONES = `
CREATE TABLE tombstones (
  sequence INTEGER PRIMARY KEY, digest TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (digest, kind)
) STRICT;
CREATE INDEX tombstones_at ON tombstones (at);
CREATE TABLE journal_marks (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
ALTER TABLE erasures ADD COLUMN kind TEXT NOT NULL DEFAULT 'erased';
`;

/** Which channels had registered a withdrawn token, as JSON: they may still erase it. */
const WITHDRAWN_CHANNELS = `ALTER TABLE withdrawals ADD COLUMN channels TEXT NOT NULL DEFAULT '[]';`;

/** How stored tables become those of shard-tables.ts. Append to these; never change one. */
export const SHARD_STEPS: readonly SchemaStep[] = [
  INITIAL,
  RENAMES,
  renameInBundles,
  DEPARTURE_PARTS,
  MEMBER_DAYS,
  RETENTION,
  TOMBSTONES,
  WITHDRAWN_CHANNELS,
];
