import * as v from "valibot";
import { ACCOUNTANT, epsilonOf } from "@sedge/privacy/accountant";
import { addNoise, addSums, decodeSum, drawNoise, encodeSum, zeroSum } from "@sedge/privacy/contribution";
import type { RandomSource } from "@sedge/privacy/noise";
import { type PrivacySpent, type RoundId, RoundTerms, shapeOfMeasurement, RoundRequest } from "@sedge/protocol";
import { migrateSchema } from "../storage/schema-migrations.ts";
import { StoredBytes } from "../stored-bytes.ts";
import { isOver, progressAfter, type RoundEvent, RoundProgress } from "./round-progress.ts";

/** A round as one operator keeps it. */
export const RoundRecord = v.strictObject({
  request: RoundRequest,
  /** Null at the edge until the aggregator has agreed. */
  terms: v.nullable(RoundTerms),
  progress: RoundProgress,
});
export type RoundRecord = v.InferOutput<typeof RoundRecord>;

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS rounds (round TEXT PRIMARY KEY, sequence INTEGER NOT NULL UNIQUE, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS held (round TEXT NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (round, name)) STRICT;
  CREATE TABLE IF NOT EXISTS spendings (round TEXT PRIMARY KEY, rho REAL NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cleaned_up (round TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`,
];

const BodyRow = v.strictObject({ body: v.pipe(v.string(), v.parseJson(), RoundRecord) });
const BytesRow = v.strictObject({ bytes: StoredBytes });
const SpentRow = v.strictObject({ rounds: v.number(), rho: v.number() });

/** What an operator stores only while a round runs: see {@link RoundRows.keep}. */
export type HeldName = "secret" | "noised-sum";

/**
 * The rounds of a site at one operator. Each method is one step, inside the caller's transaction where it has one.
 *
 * - `rounds(round, sequence, body)`: the records, as JSON; never deleted.
 * - `held(round, name, bytes)`: the secret of its keys and the noised share, deleted with the round's end. The secret is random and
 *   stored nowhere else: afterwards nobody can sign a ballot of the round or open what was sealed for it.
 * - `spendings(round, rho, at)`: the privacy cost to each person of every round that was, or may have been, opened.
 * - `cleaned_up(round)`: rounds whose shards are destroyed.
 */
export class RoundRows {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    migrateSchema(storage, "rounds", SCHEMA);
  }

  find(round: RoundId): RoundRecord | undefined {
    const [row] = this.#sql.exec("SELECT body FROM rounds WHERE round = ?", round).toArray();
    return row && v.parse(BodyRow, row).body;
  }

  /** Latest first. */
  latest(limit: number): RoundRecord[] {
    const rows = this.#sql.exec("SELECT body FROM rounds ORDER BY sequence DESC LIMIT ?", limit).toArray();
    return rows.map((row) => v.parse(BodyRow, row).body);
  }

  /** The round that is not over, if there is one. */
  running(): RoundRecord | undefined {
    const [latest] = this.latest(1);
    return latest && !isOver(latest.progress) ? latest : undefined;
  }

  put(record: RoundRecord): void {
    this.#sql.exec(
      `INSERT INTO rounds SELECT ?1, coalesce(max(sequence), 0) + 1, ?2 FROM rounds WHERE true
       ON CONFLICT (round) DO UPDATE SET body = excluded.body`,
      record.request.round,
      JSON.stringify(record),
    );
  }

  keep(round: RoundId, name: HeldName, bytes: Uint8Array): void {
    this.#sql.exec("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", round, name, bytes);
  }

  held(round: RoundId, name: HeldName): Uint8Array | undefined {
    const [row] = this.#sql.exec("SELECT bytes FROM held WHERE round = ? AND name = ?", round, name).toArray();
    return row && v.parse(BytesRow, row).bytes;
  }

  /**
   * Applies an event and stores the result. Returns undefined if the event can't happen now, and the record itself if it was already
   * applied. The end of a round deletes its secret and its noised share.
   */
  apply(record: RoundRecord, event: RoundEvent): RoundRecord | undefined {
    const progress = progressAfter(record.progress, event);
    if (!progress || progress === record.progress) return progress && record;
    const next = { ...record, progress };
    this.#storage.transactionSync(() => {
      this.put(next);
      if (isOver(progress)) {
        // In their place first: a deleted row leaves its bytes in the page.
        this.#sql.exec("UPDATE held SET bytes = randomblob(length(bytes)) WHERE round = ?", record.request.round);
        this.#sql.exec("DELETE FROM held WHERE round = ?", record.request.round);
      }
    });
    return next;
  }

  /**
   * Adds this operator's noise to its share of the sum. The noised share, its privacy cost and the state are stored in one transaction,
   * so that noise is added once, and charged, before anyone sees the share.
   * @param sums - The sum of each of the round's shards; undefined for one that accepted nothing.
   * @param random - A CSPRNG: anyone who can guess its bytes can remove the noise.
   * @param now - Seconds since 1970.
   * @throws ContributionError for a part that is not a sum of this round
   */
  addNoise(
    record: RoundRecord,
    terms: RoundTerms,
    sums: readonly (Uint8Array | undefined)[],
    random: RandomSource,
    now: number,
  ): void {
    const shape = shapeOfMeasurement(terms.measurement);
    const parts = sums.flatMap((sum) => (sum === undefined ? [] : [decodeSum(shape, sum)]));
    const noise = drawNoise(shape, terms.noise, random);
    const noised = encodeSum(addNoise(parts.reduce(addSums, zeroSum(shape)), noise));
    this.#storage.transactionSync(() => {
      this.keep(terms.round, "noised-sum", noised);
      this.#spend(terms.round, terms.rho, now);
      this.apply(record, { kind: "noised" });
    });
  }

  /** Whether {@link setCleanedUp} was called for the round. */
  isCleanedUp(round: RoundId): boolean {
    return this.#sql.exec("SELECT 1 FROM cleaned_up WHERE round = ?", round).toArray().length > 0;
  }

  /** Nothing is left to do for the round. May be called again. */
  setCleanedUp(round: RoundId): void {
    this.#sql.exec("INSERT INTO cleaned_up VALUES (?) ON CONFLICT DO NOTHING", round);
  }

  /** Charges a round, once. @param at - Seconds since 1970. */
  #spend(round: RoundId, rho: number, at: number): void {
    this.#sql.exec("INSERT INTO spendings VALUES (?, ?, ?) ON CONFLICT DO NOTHING", round, rho, at);
  }

  /** What was spent so far, stated at `delta`. @param more - zCDP that is about to be spent in addition. */
  spent(delta: number, more = 0): PrivacySpent {
    const row = this.#sql.exec("SELECT count(*) AS rounds, coalesce(sum(rho), 0.0) AS rho FROM spendings").one();
    const { rounds, rho } = v.parse(SpentRow, row);
    return { accountant: ACCOUNTANT, rounds, rho: rho + more, epsilon: epsilonOf(rho + more, delta), delta };
  }
}
