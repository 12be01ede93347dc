/** Number of the schema below; a file of a later one is refused. */
export const STATE_VERSION = 2;

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
 * What a state file holds. Every `hash` is keyed (see `StateKey`), every `sealed` encrypted; times are in seconds since 1970.
 *
 * - `meta`: the file's own secret, sealed under the connector's; for which site and channel it is; which codebook people were
 *   told by; how many operations there were.
 * - `seen`: ids of records that were counted, and a digest of whom they told of, so that none counts twice.
 * - `identifiers`: of each person's identifiers the PRF's output, so that a person costs one evaluation.
 * - `terms`: record tokens of terms that were evaluated.
 * - `people`: what a person's touches add up to, the receipt on file, and what was last said of the person. `is_dirty`: the
 *   tally has changed since.
 * - `outbox`: what is still to be delivered, at most one of a kind a person, under operation ids that stay the same. `part`: which
 *   of several, where one message has no room for all that sign.
 * - `withdrawn`: whose consent was withdrawn, and on which day.
 * - `files`: how far files were read of which not all was said yet.
 * - `webhooks`: ids of deliveries that a receiver took.
 * - `contributions`: each person's privacy account, and how far they are with a round. `due`, in milliseconds since 1970: when the
 *   next step may be taken; null where nothing is under way.
 */
export const STATE_SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE seen (hash TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;
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

/** What makes a file of each version one of the next. */
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
]);
