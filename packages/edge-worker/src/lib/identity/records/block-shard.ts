import { migrateSchema, type SchemaStep } from "@sedge/operator";
import { LinkToken } from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { Listed, MAX_BLOCK_RECORDS, MAX_CANDIDATES } from "./listing.ts";

/** Append to these; never change one. */
const STEPS: readonly SchemaStep[] = [
  `
-- What each record is listed under here, as JSON, so that it can be taken out without asking anybody.
CREATE TABLE IF NOT EXISTS entries (
  record TEXT PRIMARY KEY,
  listed TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS postings (
  block TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (block, record)
) STRICT, WITHOUT ROWID;

-- How many records a block has; \`dropped\`: it had too many once, and has no postings.
CREATE TABLE IF NOT EXISTS blocks (
  block TEXT PRIMARY KEY,
  records INTEGER NOT NULL,
  dropped INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- How many records have a token in a field.
CREATE TABLE IF NOT EXISTS counts (
  value TEXT PRIMARY KEY,
  records INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
];

/** What a shard knows of a record's blocks and values. */
export interface Listing {
  /** Other records in its blocks, those that share most blocks first. */
  readonly candidates: readonly { readonly record: LinkToken; readonly blocks: number }[];
  /** How many records, this one included, have each value, in the order of the values. */
  readonly counts: readonly number[];
}

const EntryRow = v.strictObject({ listed: v.pipe(v.string(), v.parseJson(), Listed) });
const CandidateRow = v.strictObject({ record: LinkToken, blocks: v.number() });
const CountRow = v.strictObject({ value: v.string(), records: v.number() });
const BlockRow = v.strictObject({ block: v.string() });

// `WHERE true` prevents SQLite from parsing ON as part of a join.
const COUNT_BLOCKS = `INSERT INTO blocks (block, records) SELECT value, 1 FROM json_each(?) WHERE true
  ON CONFLICT DO UPDATE SET records = records + 1`;
const COUNT = `INSERT INTO counts SELECT value, 1 FROM json_each(?) WHERE true
  ON CONFLICT DO UPDATE SET records = records + 1`;

/**
 * One of a site's BLOCK_SHARDS shards of the index of blocks (`idFromName("site/shard")`): which records share a block, and how
 * many have a value. Blocks and values hash to it.
 *
 * - Methods, each one local transaction that asks no other object, repeatable without effect: `list`, `unlist`.
 * - Storage: as above. Lifetime: that of the site; no alarm.
 * - Invariants: a posting has an entry that names it; a block without `dropped` has exactly as many postings as records.
 */
export class BlockShard extends DurableObject<unknown> {
  readonly #storage: DurableObjectStorage;

  constructor(context: DurableObjectState, env: unknown) {
    super(context, env);
    this.#storage = context.storage;
    migrateSchema(this.#storage, "block-shard", STEPS);
  }

  /** Lists a record under exactly these blocks and values, and returns the other records in them. */
  async list(record: LinkToken, listed: Listed): Promise<Listing> {
    const { blocks, values } = v.parse(Listed, listed);
    const text = JSON.stringify({ blocks, values });
    this.#storage.transactionSync(() => {
      const before = this.#entry(record);
      if (before && JSON.stringify(before) === text) return;
      if (before) this.#remove(record, before);
      if (blocks.length + values.length === 0) return;
      this.#storage.sql.exec("INSERT INTO entries VALUES (?, ?)", record, text);
      if (blocks.length > 0) this.#post(record, JSON.stringify(blocks));
      if (values.length > 0) this.#storage.sql.exec(COUNT, JSON.stringify(values));
    });
    return { candidates: this.#candidates(record, blocks), counts: this.#counts(values) };
  }

  /** Takes a record out. */
  async unlist(record: LinkToken): Promise<void> {
    this.#storage.transactionSync(() => {
      const listed = this.#entry(record);
      if (listed) this.#remove(record, listed);
    });
  }

  #entry(record: LinkToken): Listed | undefined {
    const [row] = this.#storage.sql.exec("SELECT listed FROM entries WHERE record = ?", record).toArray();
    return row && v.parse(EntryRow, row).listed;
  }

  /** @param blocks - As JSON. */
  #post(record: LinkToken, blocks: string): void {
    const { sql } = this.#storage;
    sql.exec(COUNT_BLOCKS, blocks);
    sql.exec(
      `INSERT INTO postings SELECT block, ?2 FROM blocks
       WHERE block IN (SELECT value FROM json_each(?1)) AND dropped = 0 AND records <= ?3`,
      blocks,
      record,
      MAX_BLOCK_RECORDS,
    );
    const over = sql
      .exec(
        `UPDATE blocks SET dropped = 1 WHERE block IN (SELECT value FROM json_each(?)) AND dropped = 0 AND records > ?
         RETURNING block`,
        blocks,
        MAX_BLOCK_RECORDS,
      )
      .toArray();
    for (const row of over) sql.exec("DELETE FROM postings WHERE block = ?", v.parse(BlockRow, row).block);
  }

  #remove(record: LinkToken, listed: Listed): void {
    const { sql } = this.#storage;
    const [blocks, values] = [JSON.stringify(listed.blocks), JSON.stringify(listed.values)];
    const its = "(SELECT value FROM json_each(?))";
    sql.exec("DELETE FROM entries WHERE record = ?", record);
    sql.exec(`DELETE FROM postings WHERE block IN ${its} AND record = ?`, blocks, record);
    sql.exec(`UPDATE blocks SET records = records - 1 WHERE block IN ${its}`, blocks);
    sql.exec(`DELETE FROM blocks WHERE block IN ${its} AND records <= 0`, blocks);
    sql.exec(`UPDATE counts SET records = records - 1 WHERE value IN ${its}`, values);
    sql.exec(`DELETE FROM counts WHERE value IN ${its} AND records <= 0`, values);
  }

  #candidates(record: LinkToken, blocks: readonly string[]): v.InferOutput<typeof CandidateRow>[] {
    if (blocks.length === 0) return [];
    return this.#storage.sql
      .exec(
        `SELECT record, count(*) AS blocks FROM postings
         WHERE block IN (SELECT value FROM json_each(?)) AND record <> ?
         GROUP BY record ORDER BY blocks DESC, record LIMIT ?`,
        JSON.stringify(blocks),
        record,
        MAX_CANDIDATES,
      )
      .toArray()
      .map((row) => v.parse(CandidateRow, row));
  }

  #counts(values: readonly string[]): number[] {
    if (values.length === 0) return [];
    const query = "SELECT value, records FROM counts WHERE value IN (SELECT value FROM json_each(?))";
    const rows = this.#storage.sql.exec(query, JSON.stringify(values)).toArray();
    const counts = new Map(rows.map((row) => v.parse(CountRow, row)).map(({ value, records }) => [value, records]));
    return values.map((value) => counts.get(value) ?? 0);
  }
}
