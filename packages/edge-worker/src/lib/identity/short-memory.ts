import { MAX_CLOCK_SKEW_SECONDS, type Nonce } from "@sedge/protocol";
import * as v from "valibot";
import type { OperationKey } from "./operation-key.ts";
import type { Outcome } from "./outcome.ts";
import { OutcomeJson } from "./profile-rows.ts";

/** A nonce is remembered for as long as its message could pass the clock check, which looks both ways. */
export const NONCE_MEMORY_SECONDS = 2 * MAX_CLOCK_SKEW_SECONDS;

/** How long an operation's outcome answers its repeats: longer than a device keeps an operation in its outbox. */
export const OPERATION_MEMORY_SECONDS = 7 * 86_400;

const AtRow = v.strictObject({ at: v.nullable(v.number()) });

/** What a shard remembers only for a time: nonces, and outcomes of operations. Times are seconds since 1970. */
export class ShortMemory {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** False if the nonce was seen before. */
  see(nonce: Nonce, now: number): boolean {
    return this.#sql.exec("INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING", nonce, now).rowsWritten > 0;
  }

  outcomeOf(key: OperationKey): Outcome | undefined {
    const [row] = this.#sql.exec("SELECT outcome FROM operations WHERE key = ?", key).toArray();
    return row && v.parse(v.strictObject({ outcome: OutcomeJson }), row).outcome;
  }

  /** @param token - Whose operation it was; its outcome moves and is erased with it. */
  record(key: OperationKey, token: string, outcome: Outcome, now: number): void {
    this.#sql.exec("INSERT INTO operations VALUES (?, ?, ?, ?)", key, token, JSON.stringify(outcome), now);
  }

  /** Remembers that a token was erased by what was signed at `at`, for as long as an older message could pass the clock. */
  rememberErased(digest: string, at: number, now: number): void {
    this.#sql.exec(
      "INSERT INTO erased VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = max(at, ?2), until = ?3",
      digest,
      at,
      now + NONCE_MEMORY_SECONDS,
    );
  }

  /** Whether a token was erased by something signed later than `at`. */
  isErasedSince(digest: string, at: number): boolean {
    return this.#sql.exec("SELECT 1 FROM erased WHERE digest = ? AND at > ?", digest, at).toArray().length > 0;
  }

  /** Deletes what has passed its time. */
  purge(now: number): void {
    this.#sql.exec("DELETE FROM erased WHERE until <= ?", now);
    this.#sql.exec("DELETE FROM nonces WHERE seen_at <= ?", now - NONCE_MEMORY_SECONDS);
    this.#sql.exec("DELETE FROM operations WHERE at <= ?", now - OPERATION_MEMORY_SECONDS);
  }

  /** When something next passes its time; undefined if nothing is remembered. */
  nextPurge(): number | undefined {
    const times = [
      [this.#oldest("SELECT min(until) AS at FROM erased"), 0],
      [this.#oldest("SELECT min(seen_at) AS at FROM nonces"), NONCE_MEMORY_SECONDS],
      [this.#oldest("SELECT min(at) AS at FROM operations"), OPERATION_MEMORY_SECONDS],
    ] as const;
    const due = times.flatMap(([at, memory]) => (at === null ? [] : [at + memory]));
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  #oldest(query: string): number | null {
    return v.parse(AtRow, this.#sql.exec(query).one()).at;
  }
}
