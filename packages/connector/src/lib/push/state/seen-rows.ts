import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as v from "valibot";

const Row = v.object({ digest: v.string() });

/** Counted records: each record's hash with a digest of its person and consent. */
export class SeenRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT digest FROM seen WHERE hash = ?");
    this.#write = database.prepare(
      "INSERT INTO seen VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET digest = excluded.digest",
    );
  }

  /** The digest of a counted record; undefined if the record was never counted. */
  digest(hash: string): string | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(Row, row).digest;
  }

  write(hash: string, digest: string): void {
    this.#write.run(hash, digest);
  }
}
