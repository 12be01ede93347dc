import * as v from "valibot";
import { ACCOUNTANT, epsilonOf } from "@sedge/privacy/accountant";
import { addNoise, addSums, decodeSum, encodeSum, zeroSum } from "@sedge/privacy/contribution";
import type { RandomSource } from "@sedge/privacy/noise";
import {
  isOfWindow,
  type PrivacySpent,
  type RoundId,
  RoundRequest,
  RoundTerms,
  type TaskOrder,
  type TaskTerms,
  WindowOrder,
  WindowTerms,
} from "@sedge/protocol";
import { migrateSchema } from "../storage/schema-migrations.ts";
import { StoredBytes } from "../stored-bytes.ts";
import { isOver, progressAfter, type RoundEvent, RoundProgress } from "./round-progress.ts";
import { laneOf, noiseOf, sumShapeOf, type TaskLane } from "./task-votes.ts";

/** A window of metrics as one operator keeps it. */
export const WindowRecord = v.strictObject({
  request: WindowOrder,
  terms: v.nullable(WindowTerms),
  progress: RoundProgress,
});
export type WindowRecord = v.InferOutput<typeof WindowRecord>;

/** A round as one operator keeps it. */
export const RoundRecord = v.strictObject({
  request: RoundRequest,
  /** Null at the edge until the aggregator has agreed. */
  terms: v.nullable(RoundTerms),
  progress: RoundProgress,
});
export type RoundRecord = v.InferOutput<typeof RoundRecord>;

/** A task as one operator keeps it: of either kind. */
export const TaskRecord = v.union([WindowRecord, RoundRecord]);
export interface TaskRecord {
  readonly request: TaskOrder;
  readonly terms: TaskTerms | null;
  readonly progress: RoundProgress;
}

export function isWindowRecord(record: TaskRecord): record is WindowRecord {
  return isOfWindow(record.request);
}

export function isRoundRecord(record: TaskRecord): record is RoundRecord {
  return !isOfWindow(record.request);
}

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS rounds (round TEXT PRIMARY KEY, sequence INTEGER NOT NULL UNIQUE, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS held (round TEXT NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (round, name)) STRICT;
  CREATE TABLE IF NOT EXISTS spendings (round TEXT PRIMARY KEY, rho REAL NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS cleaned_up (round TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`,
  `ALTER TABLE rounds ADD COLUMN lane TEXT NOT NULL DEFAULT 'cells';
  ALTER TABLE spendings ADD COLUMN lane TEXT NOT NULL DEFAULT 'cells';
  CREATE INDEX rounds_lane ON rounds (lane, sequence)`,
];

/** How long the result of a window is kept, in seconds: 13 months, for a comparison with the year before. */
const KEPT_WINDOW_SECONDS = 400 * 86_400;

const BodyRow = v.strictObject({ body: v.pipe(v.string(), v.parseJson(), TaskRecord) });
const BytesRow = v.strictObject({ bytes: StoredBytes });
const LaneRow = v.strictObject({
  lane: v.union([v.literal("cells"), v.custom<TaskLane>((lane) => /^metrics-\d+$/.test(String(lane)))]),
});
const SpentRow = v.strictObject({ rounds: v.number(), rho: v.number() });

/** What an operator stores only while a round runs: see {@link RoundRows.keep}. */
export type HeldName = "secret" | "noised-sum";

/**
 * The tasks of a site at one operator: rounds and windows. Each method is one step, inside the caller's transaction where it has one.
 *
 * - `rounds(round, sequence, body, lane)`: the records, as JSON. Rounds are never deleted; windows after 400 days.
 * - `held(round, name, bytes)`: the secret of its keys and the noised share, deleted with the round's end. The secret is random and
 *   stored nowhere else: afterwards nobody can sign a ballot of the round or open what was sealed for it.
 * - `spendings(round, rho, at, lane)`: the privacy cost to each person of every task that was, or may have been, opened.
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

  find(round: RoundId): TaskRecord | undefined {
    const [row] = this.#sql.exec("SELECT body FROM rounds WHERE round = ?", round).toArray();
    return row && v.parse(BodyRow, row).body;
  }

  /** Latest first. @param lane - Default: rounds. */
  latest(limit: number, lane: TaskLane = "cells"): TaskRecord[] {
    const query = "SELECT body FROM rounds WHERE lane = ? ORDER BY sequence DESC LIMIT ?";
    const rows = this.#sql.exec(query, lane, limit).toArray();
    return rows.map((row) => v.parse(BodyRow, row).body);
  }

  /** Latest first. */
  rounds(limit: number): RoundRecord[] {
    return this.latest(limit).filter(isRoundRecord);
  }

  /** Latest first. @param seconds - Length of the windows. */
  windows(seconds: number, limit: number): WindowRecord[] {
    return this.latest(limit, `metrics-${seconds}`).filter(isWindowRecord);
  }

  /** All lanes that ever had a task. */
  lanes(): TaskLane[] {
    return this.#sql
      .exec("SELECT DISTINCT lane FROM rounds ORDER BY lane")
      .toArray()
      .map((row) => v.parse(LaneRow, row).lane);
  }

  /** The task of a lane that is not over, if there is one. @param lane - Default: rounds. */
  running(lane: TaskLane = "cells"): TaskRecord | undefined {
    const [latest] = this.latest(1, lane);
    return latest && !isOver(latest.progress) ? latest : undefined;
  }

  /** The latest task of a lane, if it is not cleaned up. */
  unfinished(lane: TaskLane): TaskRecord | undefined {
    const [latest] = this.latest(1, lane);
    return latest && !this.isCleanedUp(latest.request.round) ? latest : undefined;
  }

  put(record: TaskRecord): void {
    const lane = laneOf(record.request);
    this.#sql.exec(
      `INSERT INTO rounds (round, sequence, body, lane) SELECT ?1, coalesce(max(sequence), 0) + 1, ?2, ?3 FROM rounds WHERE true
       ON CONFLICT (round) DO UPDATE SET body = excluded.body`,
      record.request.round,
      JSON.stringify(record),
      lane,
    );
  }

  /** Deletes the oldest window of a length if it is over for 400 days. With each new one, so that no more gather. @param now - Seconds since 1970. */
  forgetOldWindow(seconds: number, now: number): void {
    const query = "SELECT body FROM rounds WHERE lane = ? ORDER BY sequence LIMIT 1";
    const [row] = this.#sql.exec(query, `metrics-${seconds}`).toArray();
    const oldest = row && v.parse(BodyRow, row).body;
    if (!oldest || !isOfWindow(oldest.request) || !isOver(oldest.progress)) return;
    if ((oldest.request.last + 1) * seconds > now - KEPT_WINDOW_SECONDS) return;
    for (const table of ["rounds", "spendings", "cleaned_up"])
      this.#sql.exec(`DELETE FROM ${table} WHERE round = ?`, oldest.request.round);
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
  apply<Task extends TaskRecord>(record: Task, event: RoundEvent): Task | undefined {
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
    record: TaskRecord,
    terms: TaskTerms,
    sums: readonly (Uint8Array | undefined)[],
    random: RandomSource,
    now: number,
  ): void {
    const shape = sumShapeOf(terms);
    const parts = sums.flatMap((sum) => (sum === undefined ? [] : [decodeSum(shape, sum)]));
    const noised = encodeSum(addNoise(parts.reduce(addSums, zeroSum(shape)), noiseOf(terms, random)));
    this.#storage.transactionSync(() => {
      this.keep(terms.round, "noised-sum", noised);
      this.#spend(terms.round, terms.rho, now, laneOf(record.request));
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

  /** Charges a task, once. @param at - Seconds since 1970. */
  #spend(round: RoundId, rho: number, at: number, lane: TaskLane): void {
    const query = "INSERT INTO spendings (round, rho, at, lane) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    this.#sql.exec(query, round, rho, at, lane);
  }

  /**
   * What rounds have spent so far, stated at `delta`. Windows are not part of it: nobody votes in all of them, and a plan bounds what a
   * device spends in 28 days.
   * @param more - zCDP that is about to be spent in addition.
   */
  spent(delta: number, more = 0): PrivacySpent {
    const query = "SELECT count(*) AS rounds, coalesce(sum(rho), 0.0) AS rho FROM spendings WHERE lane = 'cells'";
    const row = this.#sql.exec(query).one();
    const { rounds, rho } = v.parse(SpentRow, row);
    return { accountant: ACCOUNTANT, rounds, rho: rho + more, epsilon: epsilonOf(rho + more, delta), delta };
  }
}
