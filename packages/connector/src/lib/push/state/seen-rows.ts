import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as v from "valibot";

const Row = v.object({ said: v.string() });

/** Records that were counted: each by its hash, with a digest of whom it told of. */
export class SeenRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT said FROM seen WHERE hash = ?");
    this.#write = database.prepare(
      "INSERT INTO seen VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET said = excluded.said",
    );
  }

  /** What the record said of its person when it was counted; undefined for one that never was. */
  said(hash: string): string | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(Row, row).said;
  }

  write(hash: string, said: string): void {
    this.#write.run(hash, said);
  }
}
