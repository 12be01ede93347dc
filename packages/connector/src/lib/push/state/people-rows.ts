import type { DatabaseSync, StatementSync } from "node:sqlite";
import { TouchTally } from "@sedge/features/profile";
import { ConsentReceipt } from "@sedge/protocol";
import * as v from "valibot";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const Fields = v.object({
  /** Keyed; empty where nothing was said in the present key epoch. */
  digest: v.string(),
  /** Which fields and identifiers it had. */
  kinds: v.array(v.string()),
  /** Which it had in the key epoch before, until it has them again. */
  owed: v.optional(v.array(v.string())),
});
const PersonRow = v.pipe(
  v.object({
    hash: v.string(),
    tally: v.nullable(json(TouchTally)),
    receipt: json(ConsentReceipt),
    codeword: v.nullable(v.string()),
    fields: v.nullable(json(Fields)),
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
  /** How they were last described. */
  readonly fields: {
    readonly digest: string;
    readonly kinds: readonly string[];
    readonly owed?: readonly string[] | undefined;
  } | null;
  /** Hashes of the identifiers that were said to be one person's, by their keys of the present epoch. */
  readonly linked: readonly string[];
  /** Whether the tally has changed since a codeword was last made of it. */
  readonly isDirty: boolean;
}

/** Who agreed to be learnt from, and has something to tell. */
const MAY_LEARN = `tally IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(mine.receipt, '$.purposes') WHERE value = 'learn')`;
/** Of whom the edge knows all that this channel has to say. */
const IS_SAID = "is_dirty = 0 AND NOT EXISTS (SELECT 1 FROM outbox WHERE person = mine.hash)";

export class PeopleRows {
  readonly #read: StatementSync;
  readonly #dirty: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;
  readonly #soilAll: StatementSync;
  readonly #learners: StatementSync;
  readonly #countLearners: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT * FROM people WHERE hash = ?");
    this.#dirty = database.prepare("SELECT * FROM people WHERE is_dirty = 1 AND hash > ? ORDER BY hash LIMIT ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#drop = database.prepare("DELETE FROM people WHERE hash = ?");
    this.#learners = database.prepare(
      `SELECT * FROM people AS mine WHERE hash > ? AND ${IS_SAID} AND ${MAY_LEARN} ORDER BY hash LIMIT ?`,
    );
    this.#countLearners = database.prepare(
      `SELECT count(*) AS people, total(NOT (${IS_SAID})) AS unsaid FROM people AS mine WHERE ${MAY_LEARN}`,
    );
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

  /** Some of those who agreed to `learn` and of whom all was said, after a hash: unsaid, two of them may be one person. */
  learners(after: string, limit: number): Person[] {
    return this.#learners.all(after, limit).map((row) => v.parse(PersonRow, row));
  }

  /** How many agreed to `learn`, and of how many of them something is still to be said. */
  countLearners(): { readonly people: number; readonly unsaid: number } {
    return v.parse(v.object({ people: v.number(), unsaid: v.number() }), this.#countLearners.get());
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
