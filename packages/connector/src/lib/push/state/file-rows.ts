import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as v from "valibot";

const Row = v.object({ rows: v.number() });

/** Rows ingested from files whose reading is not complete. */
export class FileRows {
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT rows FROM files WHERE hash = ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO files VALUES (?, ?)");
    this.#drop = database.prepare("DELETE FROM files WHERE hash = ?");
  }

  read(hash: string): number | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(Row, row).rows;
  }

  write(hash: string, rows: number): void {
    this.#write.run(hash, rows);
  }

  drop(hash: string): void {
    this.#drop.run(hash);
  }
}
