import { MAX_CLOCK_SKEW_SECONDS, type Nonce } from "@sedge/protocol";
import * as v from "valibot";
import { migrateSchema, type SchemaStorage } from "./storage/schema-migrations.ts";

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS nonces_seen_at ON nonces (seen_at)`,
];

/**
 * A nonce is remembered for as long as its message could pass the clock check, which looks both ways and includes both of its
 * ends: a message of the first second still passes in the last.
 */
export const NONCE_MEMORY_SECONDS = 2 * MAX_CLOCK_SKEW_SECONDS + 1;

const OldestRow = v.strictObject({ oldest: v.nullable(v.number()) });

/** Nonces of messages that were seen: `nonces(nonce, seen_at)`, in seconds since 1970. */
export class NonceMemory {
  readonly #sql: SqlStorage;

  constructor(storage: SchemaStorage) {
    this.#sql = storage.sql;
    migrateSchema(storage, "nonces", SCHEMA);
  }

  /** False if the nonce was seen before. */
  see(nonce: Nonce, now: number): boolean {
    return this.#sql.exec("INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING", nonce, now).rowsWritten > 0;
  }

  /** Whether the nonce was seen before. Stores nothing. */
  isSeen(nonce: Nonce): boolean {
    return this.#sql.exec("SELECT 1 FROM nonces WHERE nonce = ?", nonce).toArray().length > 0;
  }

  /** Deletes nonces whose messages can no longer pass the clock check. */
  purge(now: number): void {
    this.#sql.exec("DELETE FROM nonces WHERE seen_at <= ?", now - NONCE_MEMORY_SECONDS);
  }

  /** When the next nonce expires; undefined if none is stored. */
  nextPurge(): number | undefined {
    const { oldest } = v.parse(OldestRow, this.#sql.exec("SELECT min(seen_at) AS oldest FROM nonces").one());
    return oldest === null ? undefined : oldest + NONCE_MEMORY_SECONDS;
  }
}
