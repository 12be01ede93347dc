import { describeError, type Mutex, writeLog } from "@sedge/operator";
import type { LinkToken, Retention } from "@sedge/protocol";
import * as v from "valibot";
import type { Erasures } from "./erasure.ts";
import { Expiry } from "./expiry.ts";
import type { Moves } from "./move.ts";
import type { SagaDeps } from "./saga-deps.ts";
import type { ShardNumber } from "../shard/shard-number.ts";

/** How long a saga that failed waits before it is driven again; each further failure doubles it. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 300_000;

/** The sagas of a shard that are not finished. */
export interface UnfinishedSagas {
  readonly unfinished: number;
  /** Of these, how many have failed since the object started. */
  readonly failing: number;
}

const WaitRow = v.strictObject({ arriving: v.nullable(v.string()), erasing: v.nullable(v.number()) });

/**
 * Drives the moves and erasures of a shard, each by itself. A saga that fails blocks only its own tokens: it is logged, and driven
 * again later by the alarm, or by a request about one of its tokens. A move that fails before its component has arrived is given up,
 * which changes nothing: the component goes back to where it was.
 */
export class ShardSagas {
  readonly #sql: SqlStorage;
  readonly #moves: Moves;
  readonly #erasures: Erasures;
  readonly #expiry: Expiry;
  readonly #mutex: Mutex;
  readonly #failures = new Map<string, { readonly times: number; readonly retryAt: number }>();

  constructor(deps: SagaDeps, moves: Moves, erasures: Erasures, mutex: Mutex) {
    this.#expiry = new Expiry(deps, erasures);
    this.#sql = deps.storage.sql;
    this.#moves = moves;
    this.#erasures = erasures;
    this.#mutex = mutex;
  }

  /** Finishes the sagas that the tokens wait for, inside the shard's mutex. False if one of them still waits. */
  async free(tokens: readonly LinkToken[]): Promise<boolean> {
    for (const token of tokens) {
      const { arriving, erasing } = this.#waitOf(token) ?? { arriving: null, erasing: null };
      if (arriving !== null) await this.#finishMove(arriving);
      if (erasing !== null) await this.finishErasure(erasing);
      if (this.#waitOf(token) === undefined) await this.#bringBack(token);
      if (this.isWaiting(token)) return false;
    }
    return true;
  }

  /** Whether an unfinished saga holds the token. */
  isWaiting(token: LinkToken): boolean {
    const wait = this.#waitOf(token);
    return wait !== undefined && (wait.arriving !== null || wait.erasing !== null);
  }

  /** Brings the token's component here, inside the shard's mutex. `gone`: it is not at `source` any more. */
  async bring(token: LinkToken, source: ShardNumber): Promise<"here" | "gone" | "too-large" | "failed"> {
    const move = this.#moves.begin(token, source);
    const result = await this.#finishMove(move);
    if (result === "finished") return this.isWaiting(token) ? "failed" : "here";
    return result;
  }

  /** True if the erasure is finished. */
  async finishErasure(profile: number): Promise<boolean> {
    return (await this.#attempt(`erasure ${profile}`, () => this.#erasures.finish(profile))) !== "failed";
  }

  /** Drives everything that is unfinished, even what has failed just now, each saga by itself, so that requests come in between. */
  async resume(): Promise<void> {
    for (const [name, failure] of this.#failures) this.#failures.set(name, { ...failure, retryAt: 0 });
    for (const move of this.#moves.pending()) await this.#mutex.run(() => this.#finishMove(move));
    for (const profile of this.#erasures.pending()) await this.#mutex.run(() => this.finishErasure(profile));
    for (const move of this.#moves.departed()) await this.#mutex.run(() => this.#reclaim(move));
  }

  /** Erases components whose time is over, at most so many, each by itself. True: there may be more. @param now - Seconds since 1970. */
  async expire(periods: Retention, now: number, limit: number): Promise<boolean> {
    const due = this.#expiry.due(now, limit);
    for (const component of due) await this.#mutex.run(() => this.#expire(component, periods, now));
    return due.length === limit;
  }

  /** How many sagas are unfinished; a departure is one of the shard that it leaves for. */
  unfinished(): UnfinishedSagas {
    const names = this.#names();
    return { unfinished: names.length, failing: names.filter((name) => this.#failures.has(name)).length };
  }

  /** Milliseconds until a saga may be driven; undefined if all are finished. */
  retryInMs(): number | undefined {
    const now = Date.now();
    const waits = this.#names().map((name) => Math.max(0, (this.#failures.get(name)?.retryAt ?? 0) - now));
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  #names(): string[] {
    return [
      ...this.#moves.pending().map((move) => `move ${move}`),
      ...this.#erasures.pending().map((profile) => `erasure ${profile}`),
      ...this.#moves.departed().map((move) => `departure ${move}`),
    ];
  }

  /** What the token is here waits for; undefined if it is not at home here. */
  #waitOf(token: LinkToken): v.InferOutput<typeof WaitRow> | undefined {
    const query = `SELECT arriving, (SELECT profile FROM erasures WHERE erasures.profile = members.profile) AS erasing
                   FROM members WHERE token = ?`;
    const [row] = this.#sql.exec(query, token).toArray();
    return row && v.parse(WaitRow, row);
  }

  /** A token that is not here may have left in vain, or be on its way here. */
  async #bringBack(token: LinkToken): Promise<void> {
    const departure = this.#moves.departureOf(token);
    if (departure !== undefined) return this.#reclaim(departure);
    for (const move of this.#moves.unarrived()) await this.#finishMove(move);
  }

  async #finishMove(move: string): Promise<"finished" | "gone" | "too-large" | "failed"> {
    const name = `move ${move}`;
    const result = await this.#attempt(name, () => this.#moves.finish(move));
    if (result === "failed" && this.#moves.giveUp(move)) this.#failures.delete(name);
    return result;
  }

  async #expire(component: number, periods: Retention, now: number): Promise<void> {
    const begun = await this.#attempt(`expiry ${component}`, () => this.#expiry.begin(component, periods, now));
    for (const profile of begun === "failed" ? [] : begun) await this.finishErasure(profile);
  }

  async #reclaim(move: string): Promise<void> {
    await this.#attempt(`departure ${move}`, () => this.#moves.reclaim(move));
  }

  /** Drives a saga, unless it has failed a short time ago. */
  async #attempt<Result>(name: string, drive: () => Promise<Result>): Promise<Result | "failed"> {
    const before = this.#failures.get(name);
    if (before && before.retryAt > Date.now()) return "failed";
    try {
      const result = await drive();
      this.#failures.delete(name);
      return result;
    } catch (error) {
      const times = (before?.times ?? 0) + 1;
      const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (times - 1));
      this.#failures.set(name, { times, retryAt: Date.now() + waitMs });
      writeLog({ event: "saga-failed", ...describeError(error) });
      return "failed";
    }
  }
}
