import { StoredBytes } from "@sedge/operator";
import type { LogRows } from "@sedge/transparency/store";
import * as v from "valibot";

const CountRow = v.strictObject({ entries: v.pipe(v.number(), v.integer(), v.minValue(0)) });
const BytesRow = v.strictObject({ bytes: StoredBytes });

/** A log's rows in SQLite: `log_entries(at, bytes)`, `log_hashes(level, at, bytes)`. Append within a transaction. */
export class SqlLogRows implements LogRows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get size(): number {
    // Rows are added in order and never deleted.
    const row = this.#sql.exec("SELECT coalesce(max(at) + 1, 0) AS entries FROM log_entries").one();
    return v.parse(CountRow, row).entries;
  }

  readonly entries = (from: number, end: number): readonly Uint8Array[] =>
    this.#bytes("SELECT bytes FROM log_entries WHERE at >= ? AND at < ? ORDER BY at", from, end);

  readonly hashes = (level: number, from: number, end: number): readonly Uint8Array[] =>
    this.#bytes("SELECT bytes FROM log_hashes WHERE level = ? AND at >= ? AND at < ? ORDER BY at", level, from, end);

  readonly addEntry = (index: number, entry: Uint8Array): void => {
    this.#sql.exec("INSERT INTO log_entries VALUES (?, ?)", index, entry);
  };

  readonly addHash = (level: number, index: number, hash: Uint8Array): void => {
    this.#sql.exec("INSERT INTO log_hashes VALUES (?, ?, ?)", level, index, hash);
  };

  #bytes(query: string, ...values: number[]): Uint8Array[] {
    return this.#sql
      .exec(query, ...values)
      .toArray()
      .map((row) => v.parse(BytesRow, row).bytes);
  }
}

/** What these tables are made of. */
export const LOG_SCHEMA = `CREATE TABLE log_entries (at INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE log_hashes (level INTEGER NOT NULL, at INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (level, at))
    STRICT, WITHOUT ROWID;`;
