import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as v from "valibot";

const Row = v.object({ sealed: v.instance(Uint8Array) });

/** Record tokens of evaluated terms, each sealed for its hash. */
export class TermRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT sealed FROM terms WHERE hash = ? AND epoch = ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO terms VALUES (?, ?, ?)");
  }

  read(hash: string, epoch: number): Uint8Array | undefined {
    const row = this.#read.get(hash, epoch);
    return row && v.parse(Row, row).sealed;
  }

  write(hash: string, epoch: number, sealed: Uint8Array): void {
    this.#write.run(hash, epoch, sealed);
  }
}
