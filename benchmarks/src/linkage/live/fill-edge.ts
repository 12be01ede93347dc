import { hash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { BLOCK_SHARDS, listingOf, MAX_BLOCK_RECORDS, SHARDS, shardOf } from "@sedge/edge-worker/record-listing";
import type { FiledRecord } from "./filed-record.ts";
import { openObjects } from "./object-files.ts";

/** No other process uses the files, and a failed fill is discarded. The 128 MB cache per file avoids random disk access. */
const FAST = "PRAGMA synchronous = OFF; PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 20000";
/** Rows per transaction. */
const BATCH = 50_000;

class IdentityFile {
  readonly #database: DatabaseSync;
  readonly #rows: { readonly [table in "pointers" | "members" | "operations" | "records"]: StatementSync };
  #next: number;
  #added = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`${FAST}; BEGIN`);
    this.#rows = {
      pointers: database.prepare("INSERT INTO pointers (token, home) VALUES (?, ?)"),
      members: database.prepare("INSERT INTO members (token, component, profile, arriving) VALUES (?, ?, ?, NULL)"),
      operations: database.prepare(
        "INSERT INTO operations (key, component, record, effective, body) VALUES (?, ?, ?, 1, ?)",
      ),
      records: database.prepare("INSERT INTO records (token, key, at, channel, fields) VALUES (?, ?, ?, ?, ?)"),
    };
    const most = database.prepare("SELECT max(component) AS c, max(profile) AS p FROM members").get();
    this.#next = Math.max(Number(most?.["c"] ?? 0), Number(most?.["p"] ?? 0)) + 1;
  }

  /** Writes a record with its own profile. */
  add({ token, record }: FiledRecord, shard: number, at: number): void {
    const key = hash("sha256", `operation ${token}`);
    const operationId = `${hash("sha256", `operation ${token}`, "base64url").slice(0, 21)}A`;
    const head = { key, operationId, at, sequence: 1, tokens: [token], kinds: {}, channel: "call-centre" };
    const operation = { action: "record", ...head, record: token, likenesses: [], declined: [] };
    this.#rows.pointers.run(token, shard);
    this.#rows.members.run(token, this.#next, this.#next);
    this.#rows.operations.run(key, this.#next, token, JSON.stringify(operation));
    this.#rows.records.run(token, key, at, "call-centre", JSON.stringify(record.fields));
    this.#next += 1;
    this.#added += 1;
    if (this.#added % BATCH === 0) this.#database.exec("COMMIT; BEGIN");
  }

  end(): void {
    this.#database
      .prepare("INSERT INTO totals VALUES ('records', ?) ON CONFLICT DO UPDATE SET value = value + excluded.value")
      .run(this.#added);
    this.#database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    this.#database.close();
  }
}

class BlockFile {
  readonly #database: DatabaseSync;
  readonly #entry: StatementSync;
  readonly #posting: StatementSync;
  readonly #value: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`${FAST}; BEGIN`);
    database.exec("CREATE TEMP TABLE fresh (block TEXT, record TEXT); CREATE TEMP TABLE met (value TEXT)");
    this.#entry = database.prepare("INSERT INTO entries (record, listed) VALUES (?, ?)");
    this.#posting = database.prepare("INSERT INTO fresh VALUES (?, ?)");
    this.#value = database.prepare("INSERT INTO met VALUES (?)");
  }

  add(record: string, blocks: readonly string[], values: readonly string[]): void {
    if (blocks.length + values.length === 0) return;
    this.#entry.run(record, JSON.stringify({ blocks, values }));
    for (const block of blocks) this.#posting.run(block, record);
    for (const value of values) this.#value.run(value);
  }

  /** Counts the added records, and drops blocks shared by too many, as the edge does one by one. */
  end(): void {
    this.#database.exec(`
      INSERT INTO blocks (block, records) SELECT block, count(*) FROM fresh WHERE true GROUP BY block
        ON CONFLICT DO UPDATE SET records = records + excluded.records;
      INSERT INTO counts (value, records) SELECT value, count(*) FROM met WHERE true GROUP BY value
        ON CONFLICT DO UPDATE SET records = records + excluded.records;
      UPDATE blocks SET dropped = 1 WHERE dropped = 0 AND records > ${MAX_BLOCK_RECORDS};
      INSERT INTO postings (block, record)
        SELECT block, record FROM fresh WHERE block NOT IN (SELECT block FROM blocks WHERE dropped = 1)
        ORDER BY block, record;
      DELETE FROM postings WHERE block IN (SELECT block FROM blocks WHERE dropped = 1);
      COMMIT;
      PRAGMA wal_checkpoint(TRUNCATE)`);
    this.#database.close();
  }
}

/**
 * Writes records into the files of a stopped edge, each with its own profile and without comparisons: the state after as many
 * requests, without the hours that those take.
 *
 * @param folder - The edge's data. Every shard must have served a record.
 * @param at - The signing time of the records, in seconds since 1970.
 */
export function fillEdge(folder: string, records: Iterable<FiledRecord>, at: number): void {
  const identities = openObjects(folder, "pointers", "token", SHARDS).map((file) => new IdentityFile(file));
  const blocks = openObjects(folder, "postings", "block", BLOCK_SHARDS).map((file) => new BlockFile(file));
  for (const filed of records) {
    const shard = shardOf(filed.token);
    identities[shard]?.add(filed, shard, at);
    for (const [index, { blocks: ours, values }] of listingOf(filed.record.fields).entries())
      blocks[index]?.add(filed.token, ours, values);
  }
  for (const file of [...identities, ...blocks]) file.end();
}
