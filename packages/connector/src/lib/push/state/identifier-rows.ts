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
/** An identifier whose PRF output is on file, sealed for its hash. */
export type IdentifierRow = v.InferOutput<typeof Row>;

/** Rows that are kept in memory, as one person's records stand near one another; about 8 MB. */
const MAX_HELD = 20_000;

/** Under what an identifier's output of an epoch that is being left is kept, beside that of the present one. */
export function leftHash(hash: string, epoch: number): string {
  return `${hash}@${epoch}`;
}

/** What was evaluated of people's identifiers, and of records' own names. */
export class IdentifierRows {
  readonly #held = new Map<string, IdentifierRow>();
  readonly #read: StatementSync;
  readonly #ofPerson: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;
  readonly #dropLeft: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT * FROM identifiers WHERE hash = ?");
    this.#ofPerson = database.prepare("SELECT * FROM identifiers WHERE person = ? ORDER BY hash");
    this.#write = database.prepare("INSERT OR REPLACE INTO identifiers VALUES (?, ?, ?, ?, ?)");
    this.#drop = database.prepare("DELETE FROM identifiers WHERE person = ?");
    this.#dropLeft = database.prepare("DELETE FROM identifiers WHERE hash LIKE '%@%' AND epoch < ?");
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

  /** Forgets what was kept of epochs before this one, where a later one's is there. */
  dropLeftBefore(epoch: number): void {
    this.#dropLeft.run(epoch);
    this.forget();
  }

  /** Lets go of what is in memory: it may not be what is in the file. */
  forget(): void {
    this.#held.clear();
  }

  #hold(row: IdentifierRow): IdentifierRow {
    if (this.#held.size >= MAX_HELD) this.#held.clear();
    this.#held.set(row.hash, row);
    return row;
  }
}
