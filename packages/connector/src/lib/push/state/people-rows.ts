import type { DatabaseSync, StatementSync } from "node:sqlite";
import { TouchTally } from "@sedge/features/profile";
import { ConsentReceipt } from "@sedge/protocol";
import * as v from "valibot";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const PersonRow = v.pipe(
  v.object({
    hash: v.string(),
    tally: v.nullable(json(TouchTally)),
    receipt: json(ConsentReceipt),
    codeword: v.nullable(v.string()),
    fields: v.nullable(json(v.object({ digest: v.string(), kinds: v.array(v.string()) }))),
    linked: json(v.array(v.string())),
    is_dirty: v.number(),
  }),
  v.transform(({ is_dirty, ...row }) => ({ ...row, isDirty: is_dirty === 1 })),
);

/** One person, as far as this channel knows them. */
export interface Person {
  readonly hash: string;
  /** Null for somebody of whom the channel only knows who they are. */
  readonly tally: TouchTally | null;
  /** The newest on file. */
  readonly receipt: ConsentReceipt;
  /** What was last said of the person, as `generation:path`. */
  readonly codeword: string | null;
  /** How they were last described: a keyed digest, and which fields and identifiers it had. */
  readonly fields: { readonly digest: string; readonly kinds: readonly string[] } | null;
  /** Hashes of the identifiers that were last said to be one person's. */
  readonly linked: readonly string[];
  /** Whether the tally has changed since a codeword was last made of it. */
  readonly isDirty: boolean;
}

export class PeopleRows {
  readonly #read: StatementSync;
  readonly #dirty: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;
  readonly #soilAll: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT * FROM people WHERE hash = ?");
    this.#dirty = database.prepare("SELECT * FROM people WHERE is_dirty = 1 AND hash > ? ORDER BY hash LIMIT ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#drop = database.prepare("DELETE FROM people WHERE hash = ?");
    this.#soilAll = database.prepare("UPDATE people SET is_dirty = 1 WHERE tally IS NOT NULL");
  }

  read(hash: string): Person | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(PersonRow, row);
  }

  /** Some of those whose tally has changed, after a hash. */
  dirty(after: string, limit: number): Person[] {
    return this.#dirty.all(after, limit).map((row) => v.parse(PersonRow, row));
  }

  write({ hash, tally, receipt, codeword, fields, linked, isDirty }: Person): void {
    const [tallyText, fieldsText] = [tally && JSON.stringify(tally), fields && JSON.stringify(fields)];
    this.#write.run(
      hash,
      tallyText,
      JSON.stringify(receipt),
      codeword,
      fieldsText,
      JSON.stringify(linked),
      Number(isDirty),
    );
  }

  drop(hash: string): void {
    this.#drop.run(hash);
  }

  /** A new codebook says something else of everybody. */
  soilAll(): void {
    this.#soilAll.run();
  }
}
