import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as v from "valibot";
import { IDENTIFIER_USES, type IdentifierUse } from "../record/known-identifier.ts";

const Row = v.object({
  hash: v.string(),
  kind: v.picklist(IDENTIFIER_USES),
  person: v.string(),
  epoch: v.number(),
  sealed: v.instance(Uint8Array),
});
/** An evaluated identifier; its PRF output is sealed under its hash. */
export type IdentifierRow = v.InferOutput<typeof Row>;

/** Rows cached in memory, because one person's records are often adjacent; about 8 MB. */
const MAX_CACHED = 20_000;

/** Hash under which an identifier's output of the previous epoch is stored next to the current one. */
export function previousEpochHash(hash: string, epoch: number): string {
  return `${hash}@${epoch}`;
}

/** PRF outputs of people's identifiers and of records' own names. */
export class IdentifierRows {
  readonly #held = new Map<string, IdentifierRow>();
  readonly #read: StatementSync;
  readonly #ofPerson: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;
  readonly #dropBefore: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT * FROM identifiers WHERE hash = ?");
    this.#ofPerson = database.prepare("SELECT * FROM identifiers WHERE person = ? ORDER BY hash");
    this.#write = database.prepare("INSERT OR REPLACE INTO identifiers VALUES (?, ?, ?, ?, ?)");
    this.#drop = database.prepare("DELETE FROM identifiers WHERE person = ?");
    this.#dropBefore = database.prepare("DELETE FROM identifiers WHERE hash LIKE '%@%' AND epoch < ?");
  }

  read(hash: string): IdentifierRow | undefined {
    const held = this.#held.get(hash);
    if (held) return held;
    const row = this.#read.get(hash);
    return row && this.#hold(v.parse(Row, row));
  }

  ofPerson(person: string): IdentifierRow[] {
    return this.#ofPerson.all(person).map((row) => v.parse(Row, row));
  }

  write(row: IdentifierRow): void {
    const { hash, kind, person, epoch, sealed } = this.#hold(row);
    this.#write.run(hash, kind satisfies IdentifierUse, person, epoch, sealed);
  }

  drop(person: string): void {
    this.#drop.run(person);
    this.forget();
  }

  /** Deletes outputs of epochs before this one if a later output exists. */
  dropBeforeEpoch(epoch: number): void {
    this.#dropBefore.run(epoch);
    this.forget();
  }

  /** Clears the cache, which may differ from the file after a rollback. */
  forget(): void {
    this.#held.clear();
  }

  #hold(row: IdentifierRow): IdentifierRow {
    if (this.#held.size >= MAX_CACHED) this.#held.clear();
    this.#held.set(row.hash, row);
    return row;
  }
}
