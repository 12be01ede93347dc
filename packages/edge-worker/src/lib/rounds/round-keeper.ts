import {
  AlarmScheduler,
  type CountedDigest,
  describeError,
  Mutex,
  Refusal,
  secureRandom,
  writeLog,
} from "@sedge/operator";
import {
  acceptedInRound,
  ballotKeyOf,
  BEGINNING,
  isOver,
  isRoundRecord,
  newRoundSecret,
  reportOf,
  type RoundRecord,
  RoundRows,
  roundShards,
  type TaskLane,
  type TaskRecord,
  type WindowRecord,
} from "@sedge/operator/rounds";
import { rhoOf } from "@sedge/privacy/accountant";
import { toBase64url } from "@sedge/privacy/base64url";
import type { RandomSource } from "@sedge/privacy/noise";
import {
  type AbandonReason,
  isOfWindow,
  MAX_DELTA,
  RoundId,
  type RoundReport,
  type TaskEnd,
  type TaskTerms,
} from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { currentPlan } from "../metrics/metric-plans.ts";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import { AddressBallots } from "./address-ballots.ts";
import type { ReportShard } from "./report-shard.ts";
import { RoundPartner } from "./round-partner.ts";
import { type Learning, learningOf } from "./running-tasks.ts";
import { roundRulesOf, type UnkeyedRequest } from "./round-rules.ts";
import { agree, collect, RETRY_MS, type ReportCounts, type StepDeps } from "./task-steps.ts";
import { type UnkeyedWindow, windowOrderOf } from "./window-order.ts";

const ROUND_ID_BYTES = 16;

/**
 * The tasks (rounds, and windows of metrics) of one site at the edge (`idFromName(site)`), which drives them.
 *
 * - Methods: `open`, `openWindows`, `closeRunning`, `abandonRunning`, `learning`, `report`, `windows`, `record`; for the Worker `drawForAddress`; for the round's own objects `termsInUse` and
 *   `refusedByPartner`.
 * - Storage: that of {@link RoundRows} and, while a round runs, of {@link AddressBallots}.
 * - Lifetime: that of the site. A task's secrets are deleted with its end.
 * - Invariants: at most one round runs, and one window of each length; `progressAfter` defines its states; each step is stored before the next begins and may be repeated;
 *   noise is added once, and stored in one transaction with its charge before anyone sees it. The alarm resumes what was interrupted.
 */
export class RoundKeeper extends DurableObject<EdgeEnv> {
  /** The source of this operator's noise. Only a test replaces it: no setting or request can. */
  protected readonly noiseSource: RandomSource = secureRandom;
  readonly #storage: DurableObjectStorage;
  readonly #site: string;
  readonly #rows: RoundRows;
  readonly #alarms: AlarmScheduler;
  readonly #deps: StepDeps;
  readonly #mutex = new Mutex();
  readonly #addressBallots: AddressBallots;

  constructor(context: DurableObjectState, env: EdgeEnv) {
    super(context, env);
    this.#storage = context.storage;
    this.#site = context.id.name ?? "";
    this.#rows = new RoundRows(context.storage);
    this.#addressBallots = new AddressBallots(context.storage);
    this.#alarms = new AlarmScheduler(context.storage);
    this.#deps = { env, site: this.#site, rows: this.#rows, partner: new RoundPartner(env, this.#site) };
  }

  /** Begins a round, if no other runs and the privacy budget allows it. `report` shows whether the second operator agreed. */
  open(asked: UnkeyedRequest): Promise<"begun" | "out-of-order" | "budget-spent"> {
    return this.#mutex.run(async () => {
      if (this.#rows.find(asked.round)) return "begun";
      if (this.#rows.unfinished("cells")) return "out-of-order";
      const { LEARNING_MAX_EPSILON } = settingsOf(this.env);
      const rho = rhoOf(asked.epsilon, asked.delta);
      if (this.#rows.spent(MAX_DELTA, rho).epsilon > LEARNING_MAX_EPSILON) return "budget-spent";
      await this.#begin(asked);
      await this.#advance();
      return "begun";
    });
  }

  /** Opens the window of each length in the site's plan that has none running. */
  async openWindows(): Promise<void> {
    await this.#mutex.run(() => this.#advance());
  }

  async #begin(asked: UnkeyedRequest | UnkeyedWindow): Promise<void> {
    await this.#alarms.scheduleWithin(RETRY_MS);
    const secret = newRoundSecret();
    const { pair } = ballotKeyOf(settingsOf(this.env).PRF_SEED, secret, this.#site, asked.round);
    const request = { ...asked, ballotKey: toBase64url(pair.publicKey) };
    this.#storage.transactionSync(() => {
      this.#rows.put({ request, terms: null, progress: BEGINNING });
      this.#rows.keep(asked.round, "secret", secret);
      if (isOfWindow(request)) this.#rows.forgetOldWindow(request.seconds, Math.floor(Date.now() / 1_000));
    });
  }

  /** Begins the windows of the site's plan that are missing. A length that is no longer asked ends with its window. */
  async #beginWindows(): Promise<void> {
    const plan = await currentPlan(this.env.DB, this.#site);
    if (!plan) return;
    const { shards } = await roundRulesOf(this.env.DB, this.#site);
    const { LEARNING_MIN_SPREAD_SECONDS: leastSpreadSeconds } = settingsOf(this.env);
    for (const { seconds } of plan.plan.windows) {
      if (this.#rows.unfinished(`metrics-${seconds}`)) continue;
      const round = v.parse(RoundId, toBase64url(secureRandom(ROUND_ID_BYTES)));
      const now = Math.floor(Date.now() / 1_000);
      await this.#begin(windowOrderOf(plan, seconds, { round, now, shards, leastSpreadSeconds }));
    }
  }

  /** Ends collecting before its time. False if no round collects. */
  closeRunning(): Promise<boolean> {
    return this.#mutex.run(async () => {
      const running = this.#rows.running();
      if (running?.progress.state !== "collecting") return false;
      await this.#alarms.scheduleWithin(RETRY_MS);
      this.#rows.apply(running, { kind: "closed" });
      await this.#advance();
      return true;
    });
  }

  /** Abandons the running round. False if there is none, or a noised share may have been shown. */
  abandonRunning(): Promise<boolean> {
    return this.#abandon(this.#rows.running()?.request.round, "ordered");
  }

  /** The second operator accepts no more reports of a round of which this one still has some. */
  async refusedByPartner(round: RoundId): Promise<void> {
    await this.#abandon(round, "operators-disagree");
  }

  /** The running tasks for the site's devices, and what rounds have spent. */
  learning(): Learning {
    return learningOf(this.#rows);
  }

  /** The windows of a length, latest first. @param limit - 1 to 1,000. */
  windows(seconds: number, limit: number): WindowRecord[] {
    return this.#rows.windows(seconds, limit);
  }

  /** Counts a ballot that a page draws against its network address, if there is room and the round collects. */
  drawForAddress(round: RoundId, networks: readonly CountedDigest[], most: number): boolean {
    return this.#rows.find(round)?.progress.state === "collecting" && this.#addressBallots.draw(round, networks, most);
  }

  /** Whether any round is known, and this one if it is. */
  record(round: RoundId): { readonly hasRounds: boolean; readonly record: RoundRecord | undefined } {
    const record = this.#rows.find(round);
    return { hasRounds: this.#rows.latest(1).length > 0, record: record && isRoundRecord(record) ? record : undefined };
  }

  /** The terms of a task that is collecting or checking reports. */
  termsInUse(round: RoundId): TaskTerms | undefined {
    const record = this.#rows.find(round);
    const isInUse = record?.progress.state === "collecting" || record?.progress.state === "closing";
    return (isInUse && record.terms) || undefined;
  }

  async report(): Promise<RoundReport> {
    const terms = this.#rows.running()?.terms;
    return reportOf(this.#rows, terms ? await this.#counts(terms) : { waiting: 0, counted: 0, refused: 0 });
  }

  /** The reports of a task, by state. */
  async #counts(terms: TaskTerms): Promise<ReportCounts> {
    const counts = await Promise.all(this.#shards(terms).map((shard) => shard.counts()));
    const total = (name: "waiting" | "counted" | "refused") => counts.reduce((sum, one) => sum + one[name], 0);
    return { waiting: total("waiting"), counted: total("counted"), refused: total("refused") };
  }

  override async alarm(): Promise<void> {
    await this.#mutex.run(() => this.#advance());
  }

  #abandon(round: RoundId | undefined, reason: AbandonReason): Promise<boolean> {
    return this.#mutex.run(async () => {
      const record = round && this.#rows.find(round);
      if (!record || !this.#rows.apply(record, { kind: "ended", end: { state: "abandoned", reason } })) return false;
      await this.#alarms.scheduleWithin(RETRY_MS);
      await this.#advance();
      return true;
    });
  }

  /** Runs as many steps of every task as possible now. The alarm continues after a failure or a wait. */
  async #advance(): Promise<void> {
    await this.#retrying(() => this.#beginWindows());
    for (const lane of this.#rows.lanes()) await this.#retrying(() => this.#advanceLane(lane));
  }

  /** One task's failure stops no other. */
  async #retrying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal)) writeLog({ event: "saga-failed", ...describeError(error) });
      await this.#alarms.scheduleWithin(RETRY_MS);
    }
  }

  async #advanceLane(lane: TaskLane): Promise<void> {
    for (let record = this.#rows.unfinished(lane); record; record = this.#rows.unfinished(lane)) {
      const waitMs = await this.#step(record);
      if (waitMs !== undefined) return this.#alarms.scheduleWithin(waitMs);
      // The next window follows at once.
      if (lane !== "cells" && !this.#rows.unfinished(lane)) await this.#alarms.scheduleWithin(0);
    }
  }

  /** One step of a task. @returns How long to wait for the next, in milliseconds; undefined if it can follow at once. */
  async #step(record: TaskRecord): Promise<number | undefined> {
    const { terms, progress } = record;
    if (isOver(progress)) return this.#cleanUp(record);
    if (!terms) return agree(this.#deps, record);
    switch (progress.state) {
      case "collecting":
        return collect(this.#deps, record, terms, await this.#counts(terms), Date.now());
      case "closing":
        return this.#count(record, terms);
      case "verified":
        return this.#addNoise(record, terms);
      default:
        return this.#publish(record, terms);
    }
  }

  /** Waits until every report is checked, and compares the accepted set with the second operator's. */
  async #count(record: TaskRecord, terms: TaskTerms): Promise<number | undefined> {
    const drains = await Promise.all(this.#shards(terms).map((shard) => shard.close()));
    const parts = drains.flatMap((drain) => (drain.state === "drained" ? [drain] : []));
    if (parts.length < drains.length) return RETRY_MS;
    const mine = await acceptedInRound(parts);
    const standing = await this.#deps.partner.close(terms.round, mine);
    const { minPeople } = terms;
    if (!standing) this.#end(record, { state: "abandoned", reason: "operators-disagree" });
    else if (standing.end) this.#end({ ...record, progress: { ...record.progress, accepted: mine } }, standing.end);
    else this.#rows.apply(record, { kind: "counted", mine, other: mine, minPeople });
    return undefined;
  }

  async #addNoise(record: TaskRecord, terms: TaskTerms): Promise<undefined> {
    const sums = await Promise.all(this.#shards(terms).map((shard) => shard.sum()));
    this.#rows.addNoise(record, terms, sums, this.noiseSource, Math.floor(Date.now() / 1_000));
  }

  /** Destroys the shares without noise, then sends the noised one. */
  async #publish(record: TaskRecord, terms: TaskTerms): Promise<number | undefined> {
    await this.#destroyShards(terms);
    const noised = this.#rows.held(terms.round, "noised-sum");
    const standing = noised && (await this.#deps.partner.openSums(terms.round, toBase64url(noised)));
    if (standing && !standing.end) return RETRY_MS;
    this.#end(record, standing?.end ?? { state: "abandoned", reason: "no-answer" });
    return undefined;
  }

  /** After the end: destroys all shares, and notifies the second operator. */
  async #cleanUp(record: TaskRecord): Promise<undefined> {
    const { request, terms, progress } = record;
    if (terms) await this.#destroyShards(terms);
    this.#addressBallots.clear(request.round);
    if (progress.end?.state === "abandoned") await this.#deps.partner.abandon(request.round, progress.end.reason);
    this.#rows.setCleanedUp(request.round);
  }

  #destroyShards(terms: TaskTerms): Promise<unknown> {
    return Promise.all(this.#shards(terms).map((shard) => shard.destroy()));
  }

  /** Ends a round as the second operator did, or as unanswered where that end is not possible here. */
  #end(record: TaskRecord, end: TaskEnd): void {
    if (this.#rows.apply(record, { kind: "ended", end })) return;
    this.#rows.apply(record, { kind: "ended", end: { state: "abandoned", reason: "no-answer" } });
  }

  #shards(terms: TaskTerms): DurableObjectStub<ReportShard>[] {
    return roundShards(this.env.REPORT_SHARD, this.#site, terms);
  }
}
