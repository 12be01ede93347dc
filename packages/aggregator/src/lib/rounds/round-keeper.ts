import * as v from "valibot";
import { describeError, migrateSchema, secureRandom, Mutex, AlarmScheduler, writeLog } from "@sedge/operator";
import {
  acceptedInRound,
  BEGINNING,
  isOver,
  isRoundRecord,
  laneOf,
  newRoundSecret,
  progressAfter,
  reportOf,
  RoundRows,
  roundShards,
  type TaskRecord,
} from "@sedge/operator/rounds";
import type { RandomSource } from "@sedge/privacy/noise";
import {
  type AbandonReason,
  type AcceptedSet,
  MAX_DELTA,
  type RoundId,
  type RoundReport,
  type RoundRequest,
  isOfWindow,
  type TaskEnd,
  type TaskRequest,
  type TaskStanding,
  type TaskTerms,
  type WindowRequest,
  type WindowTerms,
} from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import { type AggregatorEnv, settingsOf } from "../settings.ts";
import { isAcceptable } from "./acceptable-request.ts";
import type { ReportShard } from "./report-shard.ts";
import { lastGeneration, publishNext } from "./publish-next.ts";
import { publicKeysOf, termsOf } from "./round-terms.ts";
import { signedTerms, signedWindow } from "./signed-terms.ts";
import { windowEnd } from "./window-end.ts";
import { extendedTerms, orderOf, windowTermsOf } from "./window-order.ts";

/** The terms of a round, or why it was not opened. */
export type Opening =
  | { readonly state: "agreed"; readonly terms: TaskTerms }
  | { readonly state: "out-of-order" | "budget-spent" };

/** What a shard needs to check reports. It is sent only between this operator's own objects. */
export interface RoundWork {
  readonly terms: TaskTerms;
  /** What the round's keys are derived from. */
  readonly secret: Uint8Array;
}

/** The secret to sign a ballot with, or why none is signed. */
export type BallotGrant =
  | { readonly state: "granted"; readonly secret: Uint8Array }
  | { readonly state: "closed" | "budget-spent" };

const SCHEMA = [
  "CREATE TABLE IF NOT EXISTS ballots (round TEXT PRIMARY KEY, drawn INTEGER NOT NULL) STRICT, WITHOUT ROWID",
];

const DrawnRow = v.strictObject({ drawn: v.number() });
/** How long after a request the alarm checks that no share is left that should be destroyed. */
const CLEAN_UP_MS = 5_000;
/** How long after its deadline a round is abandoned if the edge sends nothing more, in seconds. */
const PATIENCE_SECONDS = 2 * 86_400;

/**
 * The tasks (rounds, and windows of metrics) of one site at the aggregator (`idFromName(site)`).
 *
 * - Methods for the paired edge, one at a time: `open`, `extend`, `close`, `openSums`, `abandon`. Each may be repeated, and returns the round's
 *   state. For this operator's own objects and Worker: `work`, `drawBallot`, `report`, `abandonRunning`.
 * - Storage: that of {@link RoundRows}, and `ballots(round, drawn)`.
 * - Lifetime: that of the site. A round's secrets are deleted with its end; the alarm destroys any shares that are left.
 * - Invariants: at most one round runs, and one window of each length; `progressAfter` defines its states; noise is added once, and stored in one transaction with its
 *   charge before anything is opened; a round of fewer people than the terms require is never opened.
 */
export class RoundKeeper extends DurableObject<AggregatorEnv> {
  /** The source of this operator's noise. Only a test replaces it: no setting or request can. */
  protected readonly noiseSource: RandomSource = secureRandom;
  readonly #storage: DurableObjectStorage;
  readonly #site: string;
  readonly #rows: RoundRows;
  readonly #alarms: AlarmScheduler;
  readonly #mutex = new Mutex();

  constructor(context: DurableObjectState, env: AggregatorEnv) {
    super(context, env);
    this.#storage = context.storage;
    this.#site = context.id.name ?? "";
    this.#rows = new RoundRows(context.storage);
    this.#alarms = new AlarmScheduler(context.storage);
    migrateSchema(context.storage, "ballots", SCHEMA);
  }

  /** Agrees to a round on the newest codebook, or to the present window of a plan, if no other of its lane runs and the privacy budget allows it. */
  open(request: TaskRequest): Promise<Opening> {
    return this.#mutex.run(async () => {
      const order = orderOf(request);
      const known = this.#rows.find(order.round);
      if (known) {
        const isSame = JSON.stringify(known.request) === JSON.stringify(order);
        return known.terms && isSame && !isOver(known.progress)
          ? { state: "agreed", terms: known.terms }
          : { state: "out-of-order" };
      }
      if (this.#rows.running(laneOf(order))) return { state: "out-of-order" };
      const secret = newRoundSecret();
      const opening = isOfWindow(request)
        ? await this.#agreeToWindow(request, secret)
        : await this.#agreeToRound(request, secret);
      if (opening.state !== "agreed") return opening;
      const { terms } = opening;
      const progress = progressAfter(BEGINNING, { kind: "agreed" }) ?? BEGINNING;
      this.#storage.transactionSync(() => {
        this.#rows.put({ request: order, terms, progress });
        this.#rows.keep(terms.round, "secret", secret);
        if (isOfWindow(order)) this.#rows.forgetOldWindow(order.seconds, Math.floor(Date.now() / 1_000));
      });
      await this.#alarms.scheduleWithin((terms.deadline + PATIENCE_SECONDS) * 1_000 - Date.now());
      return opening;
    });
  }

  async #agreeToRound(request: RoundRequest, secret: Uint8Array): Promise<Opening> {
    const settings = settingsOf(this.env);
    if (!isAcceptable(request, settings, Math.floor(Date.now() / 1_000))) return { state: "out-of-order" };
    const last = await lastGeneration(this.#registry());
    if (last.codebook.generation !== request.generation) return { state: "out-of-order" };
    const keys = await publicKeysOf(settings.PRF_SEED, secret, this.#site, request.round);
    const terms = await signedTerms(this.env, this.#site, termsOf(request, last.codebook, last.report, keys));
    const isSpent = this.#rows.spent(MAX_DELTA, terms.rho).epsilon > settings.LEARNING_MAX_EPSILON;
    return isSpent ? { state: "budget-spent" } : { state: "agreed", terms };
  }

  async #agreeToWindow(request: WindowRequest, secret: Uint8Array): Promise<Opening> {
    const settings = settingsOf(this.env);
    const keys = await publicKeysOf(settings.PRF_SEED, secret, this.#site, request.round);
    const terms = await windowTermsOf(request, this.#site, keys, settings, Math.floor(Date.now() / 1_000));
    return terms
      ? { state: "agreed", terms: await signedWindow(this.env, this.#site, terms) }
      : { state: "out-of-order" };
  }

  /** Lets a window with too few people go on until the end of `last`. The same again gets the same terms. Undefined for an unknown task. */
  extend(round: RoundId, last: number): Promise<WindowTerms | "out-of-order" | undefined> {
    return this.#mutex.run(async () => {
      const record = this.#rows.find(round);
      if (!record?.terms || !isOfWindow(record.terms)) return undefined;
      if (record.progress.state !== "collecting") return "out-of-order";
      if (record.terms.last === last) return record.terms;
      const terms = extendedTerms(record.terms, last);
      if (!terms) return "out-of-order";
      const signed = await signedWindow(this.env, this.#site, terms);
      this.#rows.put({ ...record, terms: signed });
      await this.#alarms.scheduleWithin((signed.deadline + PATIENCE_SECONDS) * 1_000 - Date.now());
      return signed;
    });
  }

  /** What a shard checks the round's reports with; undefined unless the round is collecting. */
  work(round: RoundId): RoundWork | undefined {
    const record = this.#rows.find(round);
    const secret = this.#rows.held(round, "secret");
    if (record?.progress.state !== "collecting" || !record.terms || !secret) return undefined;
    return { terms: record.terms, secret };
  }

  /** Counts one more ballot of the round, if its budget allows it. */
  drawBallot(round: RoundId): BallotGrant {
    const work = this.work(round);
    if (!work) return { state: "closed" };
    const [row] = this.#storage.sql.exec("SELECT drawn FROM ballots WHERE round = ?", round).toArray();
    const drawn = row === undefined ? 0 : v.parse(DrawnRow, row).drawn;
    if (drawn >= work.terms.maxPeople * settingsOf(this.env).BALLOTS_PER_PERSON) return { state: "budget-spent" };
    this.#storage.sql.exec("INSERT OR REPLACE INTO ballots VALUES (?, ?)", round, drawn + 1);
    return { state: "granted", secret: work.secret };
  }

  /** Ends collecting. Both operators must have accepted the same reports. Undefined for an unknown round. */
  close(round: RoundId, other: AcceptedSet): Promise<TaskStanding | undefined> {
    return this.#change(round, async (record, terms) => {
      const closing = this.#rows.apply(record, { kind: "closed" });
      if (closing?.progress.state !== "closing") return;
      const mine = await acceptedInRound(await Promise.all(this.#shards(terms).map((shard) => shard.close())));
      this.#rows.apply(closing, { kind: "counted", mine, other, minPeople: terms.minPeople });
    });
  }

  /**
   * Adds this operator's noise to its share, opens the sum with the edge's share, and publishes the next generation.
   * Undefined for an unknown round.
   */
  openSums(round: RoundId, edgeSum: Uint8Array): Promise<TaskStanding | undefined> {
    return this.#change(round, async (record, terms) => {
      if (record.progress.state === "verified") await this.#addNoise(record, terms);
      // Shares without noise are no longer needed.
      await this.#cleanUp();
      const noised = this.#rows.find(round);
      const mine = this.#rows.held(round, "noised-sum");
      if (noised?.progress.state !== "noised" || !mine) return;
      const people = noised.progress.accepted?.people ?? 0;
      this.#rows.apply(noised, { kind: "ended", end: await this.#endOf(noised, people, [edgeSum, mine]) });
    });
  }

  /** What comes of a task's opened sums. */
  async #endOf(record: TaskRecord, people: number, shares: readonly [Uint8Array, Uint8Array]): Promise<TaskEnd> {
    if (isRoundRecord(record) && record.terms)
      return publishNext(this.#registry(), this.#site, record.request, record.terms, people, shares);
    return windowEnd(record.terms, shares);
  }

  abandon(round: RoundId, reason: AbandonReason): Promise<TaskStanding | undefined> {
    return this.#change(round, async (record) => {
      this.#rows.apply(record, { kind: "ended", end: { state: "abandoned", reason } });
    });
  }

  /** Abandons the running round at this operator's request. False if there is none, or it is too late. */
  async abandonRunning(): Promise<boolean> {
    const running = this.#rows.running();
    if (!running) return false;
    const standing = await this.abandon(running.request.round, "ordered");
    return standing?.state === "abandoned";
  }

  report(): RoundReport {
    return reportOf(this.#rows, null);
  }

  override async alarm(): Promise<void> {
    await this.#mutex.run(() => this.#cleanUp());
    for (const lane of this.#rows.lanes()) {
      const running = this.#rows.running(lane);
      if (!running?.terms) continue;
      const { round, deadline } = running.terms;
      const patientMs = (deadline + PATIENCE_SECONDS) * 1_000 - Date.now();
      if (patientMs <= 0) await this.abandon(round, "no-answer");
      else await this.#alarms.scheduleWithin(patientMs);
    }
  }

  /** Runs `work` exclusively on a round that is not over, and returns the round's state. */
  #change(
    round: RoundId,
    work: (record: TaskRecord, terms: TaskTerms) => Promise<void>,
  ): Promise<TaskStanding | undefined> {
    return this.#mutex.run(async () => {
      const record = this.#rows.find(round);
      if (!record?.terms) return undefined;
      await this.#alarms.scheduleWithin(CLEAN_UP_MS);
      if (!isOver(record.progress)) await work(record, record.terms);
      await this.#cleanUp();
      const { state, end } = (this.#rows.find(round) ?? record).progress;
      return { state, end };
    });
  }

  async #addNoise(record: TaskRecord, terms: TaskTerms): Promise<void> {
    const sums = await Promise.all(this.#shards(terms).map((shard) => shard.sum()));
    this.#rows.addNoise(record, terms, sums, this.noiseSource, Math.floor(Date.now() / 1_000));
  }

  /** Destroys the shares of each lane's latest task when it no longer needs them. The alarm retries a failure. */
  async #cleanUp(): Promise<void> {
    for (const lane of this.#rows.lanes()) {
      const latest = this.#rows.unfinished(lane);
      if (!latest?.terms || !(isOver(latest.progress) || latest.progress.state === "noised")) continue;
      const { round } = latest.request;
      try {
        await Promise.all(this.#shards(latest.terms).map((shard) => shard.destroy()));
        this.#rows.setCleanedUp(round);
        this.#storage.sql.exec("DELETE FROM ballots WHERE round = ?", round);
      } catch (error) {
        writeLog({ event: "saga-failed", ...describeError(error) });
        await this.#alarms.scheduleWithin(CLEAN_UP_MS);
      }
    }
  }

  #shards(terms: TaskTerms): DurableObjectStub<ReportShard>[] {
    return roundShards(this.env.REPORT_SHARD, this.#site, terms);
  }

  #registry() {
    return this.env.CODEBOOK_REGISTRY.get(this.env.CODEBOOK_REGISTRY.idFromName(this.#site));
  }
}
