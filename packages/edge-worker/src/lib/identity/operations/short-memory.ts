import * as v from "valibot";
import { NONCE_MEMORY_SECONDS, NonceMemory, type SchemaStorage, sha256Hex } from "@sedge/operator";
import type { Nonce, LinkToken } from "@sedge/protocol";
import { BallotRows } from "../graph/ballot-rows.ts";
import type { OperationKey } from "./operation.ts";
import type { OperationResult } from "./results.ts";
import { ResultJson } from "../graph/profile-rows.ts";

/** SHA-256 of a token. It recognises the token without naming it. */
export function tokenDigest(token: LinkToken): Promise<string> {
  return sha256Hex(new TextEncoder().encode(`erased\n${token}`));
}

/** How long an operation's result answers its repeats: longer than a device keeps an operation in its outbox. */
export const OPERATION_MEMORY_SECONDS = 7 * 86_400;

/** Most results that are remembered for a token, the latest: a device sends its operations in order, each until it is answered. */
export const MAX_RESULTS_OF_TOKEN = 8;

const AtRow = v.strictObject({ at: v.nullable(v.number()) });

/** What a shard remembers only for a time: nonces, drawn ballots, and outcomes of operations. Times are seconds since 1970. */
export class ShortMemory {
  readonly #sql: SqlStorage;
  readonly #nonces: NonceMemory;
  readonly #ballots: BallotRows;

  constructor(storage: SchemaStorage) {
    const { sql } = storage;
    this.#sql = sql;
    this.#nonces = new NonceMemory(storage);
    this.#ballots = new BallotRows(sql);
  }

  /** False if the nonce was seen before. */
  see(nonce: Nonce, now: number): boolean {
    return this.#nonces.see(nonce, now);
  }

  /** Whether the nonce was seen before. Stores nothing. */
  isSeen(nonce: Nonce): boolean {
    return this.#nonces.isSeen(nonce);
  }

  resultOf(key: OperationKey): OperationResult | undefined {
    const [row] = this.#sql.exec("SELECT result FROM operation_results WHERE key = ?", key).toArray();
    return row && v.parse(v.strictObject({ result: ResultJson }), row).result;
  }

  /** @param token - Whose operation it was; its result moves and is erased with it. */
  record(key: OperationKey, token: string, result: OperationResult, now: number): void {
    this.#sql.exec(
      `DELETE FROM operation_results WHERE key IN (
         SELECT key FROM operation_results WHERE token = ? ORDER BY at DESC, key LIMIT -1 OFFSET ?)`,
      token,
      MAX_RESULTS_OF_TOKEN - 1,
    );
    this.#sql.exec("INSERT INTO operation_results VALUES (?, ?, ?, ?)", key, token, JSON.stringify(result), now);
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
    this.#nonces.purge(now);
    this.#ballots.purge(now);
    this.#sql.exec("DELETE FROM operation_results WHERE at <= ?", now - OPERATION_MEMORY_SECONDS);
  }

  /** When something next passes its time; undefined if nothing is remembered. */
  nextPurge(): number | undefined {
    const erased = this.#oldest("SELECT min(until) AS at FROM erased");
    const operation = this.#oldest("SELECT min(at) AS at FROM operation_results");
    const due = [
      erased,
      this.#nonces.nextPurge(),
      this.#ballots.nextPurge(),
      operation === undefined ? undefined : operation + OPERATION_MEMORY_SECONDS,
    ];
    const times = due.filter((at) => at !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  #oldest(query: string): number | undefined {
    return v.parse(AtRow, this.#sql.exec(query).one()).at ?? undefined;
  }
}
