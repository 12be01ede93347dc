import { EpochState, KeyEpoch } from "@sedge/protocol";
import * as v from "valibot";
import { secureRandom } from "../secure-random.ts";
import { migrateSchema } from "../storage/schema-migrations.ts";
import { StoredBytes } from "../stored-bytes.ts";

const SECRET_BYTES = 32;

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS epochs (
    epoch INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('current', 'previous', 'retired')),
    secret BLOB,
    since INTEGER NOT NULL,
    CHECK ((secret IS NULL) = (state = 'retired'))
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS live_epochs ON epochs (state) WHERE state <> 'retired'`,
];

/** A key epoch of a site at this operator. `secret`: 32 random bytes that its key share needs; null once retired. */
const EpochRow = v.pipe(
  v.strictObject({
    epoch: KeyEpoch,
    state: EpochState,
    secret: v.nullable(v.pipe(StoredBytes, v.length(SECRET_BYTES))),
    since: v.number(),
  }),
);
export type Epoch = v.InferOutput<typeof EpochRow>;

/** An epoch under which can be evaluated, with its secret. */
export interface LiveEpoch {
  readonly epoch: KeyEpoch;
  readonly secret: Uint8Array;
}

/** `done`, also for a repeat; `out-of-order` when the epochs do not allow it now. */
export type EpochChange = "done" | "out-of-order";

/**
 * The key epochs of a site: `epochs(epoch, state, secret, since)`. Exactly one is `current`, at most one `previous`,
 * and only `retired` ones have no secret. The first begins with the site.
 */
export class KeyRing {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    migrateSchema(storage, "key-ring", SCHEMA);
    if (this.epochs().length === 0) this.#make(1, Math.floor(Date.now() / 1_000));
  }

  /** Oldest first. */
  epochs(): Epoch[] {
    const rows = this.#storage.sql.exec("SELECT epoch, state, secret, since FROM epochs ORDER BY epoch").toArray();
    return rows.map((row) => v.parse(EpochRow, row));
  }

  /** An epoch's secret; undefined for one that is retired or has not begun. */
  live(epoch: number): LiveEpoch | undefined {
    const row = this.epochs().find((one) => one.epoch === epoch);
    return row?.secret ? { epoch: row.epoch, secret: row.secret } : undefined;
  }

  /** Makes the next epoch current, and the current one previous. The one before that has to be retired first. */
  begin(epoch: number, now: number): EpochChange {
    const epochs = this.epochs();
    const current = epochs.find(({ state }) => state === "current");
    if (current?.epoch === epoch) return "done";
    if (current?.epoch !== epoch - 1 || epochs.some(({ state }) => state === "previous")) return "out-of-order";
    this.#storage.transactionSync(() => {
      this.#storage.sql.exec("UPDATE epochs SET state = 'previous', since = ? WHERE state = 'current'", now);
      this.#make(epoch, now);
    });
    return "done";
  }

  /** Destroys the previous epoch's secret: nobody can evaluate under it again, including this operator. */
  retire(epoch: number, now: number): EpochChange {
    const row = this.epochs().find((one) => one.epoch === epoch);
    if (row?.state === "retired") return "done";
    if (row?.state !== "previous") return "out-of-order";
    this.#storage.transactionSync(() => {
      const { sql } = this.#storage;
      // In its place first: a cell that only becomes smaller leaves its bytes in the page.
      sql.exec("UPDATE epochs SET secret = randomblob(length(secret)) WHERE epoch = ?", epoch);
      sql.exec("UPDATE epochs SET state = 'retired', secret = NULL, since = ? WHERE epoch = ?", now, epoch);
    });
    return "done";
  }

  #make(epoch: number, now: number): void {
    const secret = secureRandom(SECRET_BYTES);
    this.#storage.sql.exec("INSERT INTO epochs VALUES (?, 'current', ?, ?)", epoch, secret, now);
  }
}
