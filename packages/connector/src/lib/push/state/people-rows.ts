import type { DatabaseSync, StatementSync } from "node:sqlite";
import { TouchTally } from "@sedge/features/profile";
import { ConsentReceipt } from "@sedge/protocol";
import * as v from "valibot";

const json = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.string(), v.parseJson(), schema);
const Fields = v.object({
  /** Keyed hash; empty if no description was sent in the current key epoch. */
  digest: v.string(),
  /** The fields and identifiers in it. */
  kinds: v.array(v.string()),
  /** Those of the previous key epoch, until a description has them again. */
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

/** One person of this channel. */
export interface Person {
  readonly hash: string;
  /** Null for a person without contacts. */
  readonly tally: TouchTally | null;
  /** The newest receipt. */
  readonly receipt: ConsentReceipt;
  /** The last codeword sent, as `generation:path`. */
  readonly codeword: string | null;
  /** The last description sent. */
  readonly fields: {
    readonly digest: string;
    readonly kinds: readonly string[];
    readonly owed?: readonly string[] | undefined;
  } | null;
  /** Hashes of the identifiers that were linked with their keys of the current epoch. */
  readonly linked: readonly string[];
  /** Whether the tally has changed since the last codeword was computed. */
  readonly isDirty: boolean;
}

/** Consented to learning and has a tally. */
const MAY_LEARN = `tally IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(mine.receipt, '$.purposes') WHERE value = 'learn')`;
/** Every change has been delivered to the edge. */
const IS_SENT = "is_dirty = 0 AND NOT EXISTS (SELECT 1 FROM outbox WHERE person = mine.hash)";

export class PeopleRows {
  readonly #read: StatementSync;
  readonly #dirty: StatementSync;
  readonly #write: StatementSync;
  readonly #drop: StatementSync;
  readonly #markAllDirty: StatementSync;
  readonly #learners: StatementSync;
  readonly #countLearners: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT * FROM people WHERE hash = ?");
    this.#dirty = database.prepare("SELECT * FROM people WHERE is_dirty = 1 AND hash > ? ORDER BY hash LIMIT ?");
    this.#write = database.prepare("INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#drop = database.prepare("DELETE FROM people WHERE hash = ?");
    this.#learners = database.prepare(
      `SELECT * FROM people AS mine WHERE hash > ? AND ${IS_SENT} AND ${MAY_LEARN} ORDER BY hash LIMIT ?`,
    );
    this.#countLearners = database.prepare(
      `SELECT count(*) AS people, total(NOT (${IS_SENT})) AS unsent FROM people AS mine WHERE ${MAY_LEARN}`,
    );
    this.#markAllDirty = database.prepare("UPDATE people SET is_dirty = 1 WHERE tally IS NOT NULL");
  }

  read(hash: string): Person | undefined {
    const row = this.#read.get(hash);
    return row && v.parse(PersonRow, row);
  }

  /** People whose tally has changed, after a hash. */
  dirty(after: string, limit: number): Person[] {
    return this.#dirty.all(after, limit).map((row) => v.parse(PersonRow, row));
  }

  /**
   * People who consented to `learn` and whose changes are all delivered, after a hash. Before delivery, two entries may
   * be one person.
   */
  learners(after: string, limit: number): Person[] {
    return this.#learners.all(after, limit).map((row) => v.parse(PersonRow, row));
  }

  /** How many people consented to `learn`, and how many of them have undelivered changes. */
  countLearners(): { readonly people: number; readonly unsent: number } {
    return v.parse(v.object({ people: v.number(), unsent: v.number() }), this.#countLearners.get());
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

  /** Marks everyone for a new codeword, after a new codebook. */
  markAllDirty(): void {
    this.#markAllDirty.run();
  }
}
