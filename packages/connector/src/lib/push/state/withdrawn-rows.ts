import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as v from "valibot";

const Row = v.object({ day: v.string() });

/** Withdrawals by the hashes of the person's identifiers, each with its UTC day. */
export class WithdrawnRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT day FROM withdrawn WHERE hash = ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO withdrawn VALUES (?, ?)");
    this.#drop = database.prepare("DELETE FROM withdrawn WHERE hash = ?");
  }

  day(hash: string): string | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(Row, row).day;
  }

  write(hash: string, day: string): void {
    this.#write.run(hash, day);
  }

  drop(hash: string): void {
    this.#drop.run(hash);
  }
}
