/** Version of the schema below. A file of a later version is rejected. */
export const STATE_VERSION = 3;

const OUTBOX = `
  CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, action TEXT NOT NULL, part TEXT NOT NULL,
    operation TEXT NOT NULL UNIQUE, body TEXT, signers TEXT NOT NULL, receipt TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, UNIQUE (person, action, part)
  );
`;

const CONTRIBUTIONS = `
  CREATE TABLE contributions (person TEXT PRIMARY KEY, step TEXT NOT NULL, due INTEGER, sealed BLOB NOT NULL) WITHOUT ROWID;
  CREATE INDEX contributions_due ON contributions (due) WHERE due IS NOT NULL;
`;

/**
 * Schema of a state file. Every `hash` is keyed (see `StateKey`), every `sealed` encrypted; times are in seconds since
 * 1970.
 *
 * - `meta`: the file's secret, sealed under the connector's; its site and channel; the codebook that codewords were
 *   computed with; the number of operations.
 * - `seen`: IDs of counted records with a digest of their person and consent, so that none counts twice.
 * - `identifiers`: PRF outputs of each person's identifiers, so that a person costs one evaluation.
 * - `terms`: record tokens of evaluated terms.
 * - `people`: each person's tally, receipt, and what was last sent about them. `is_dirty`: the tally has changed since.
 * - `outbox`: items still to be delivered, one per person and action, under permanent operation IDs. `part`
 *   distinguishes several, if one message cannot contain all signers.
 * - `withdrawn`: hashes of people who withdrew consent, with the day.
 * - `files`: positions in files that are not fully sent.
 * - `webhooks`: IDs of webhooks that were ingested.
 * - `contributions`: each person's privacy account and their step in a round. `due`: when the next step can be taken,
 *   in milliseconds since 1970; null if none is in progress.
 */
export const STATE_SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE seen (hash TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE identifiers (
    hash TEXT PRIMARY KEY, kind TEXT NOT NULL, person TEXT NOT NULL, epoch INTEGER NOT NULL, sealed BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX identifiers_of_person ON identifiers (person);
  CREATE TABLE terms (hash TEXT PRIMARY KEY, epoch INTEGER NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE people (
    hash TEXT PRIMARY KEY, tally TEXT, receipt TEXT NOT NULL, codeword TEXT, fields TEXT, linked TEXT NOT NULL,
    is_dirty INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX dirty_people ON people (hash) WHERE is_dirty = 1;
  ${OUTBOX}
  CREATE TABLE withdrawn (hash TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE files (hash TEXT PRIMARY KEY, rows INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE webhooks (hash TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX webhooks_at ON webhooks (at);
  ${CONTRIBUTIONS}
  PRAGMA user_version = ${STATE_VERSION};
`;

/** Migrations, by the version that they start from. */
export const STATE_UPDATES: ReadonlyMap<number, string> = new Map([
  [
    1,
    `
  ALTER TABLE outbox RENAME TO outbox_before;
  ${OUTBOX}
  INSERT INTO outbox SELECT number, person, action, '', operation, body, signers, receipt, tries FROM outbox_before;
  DROP TABLE outbox_before;
  ${CONTRIBUTIONS}
  PRAGMA user_version = 2;
`,
  ],
  [2, "ALTER TABLE seen RENAME COLUMN said TO digest; PRAGMA user_version = 3;"],
]);
