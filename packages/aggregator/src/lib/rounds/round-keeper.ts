import * as v from "valibot";
import { describeError, migrateSchema, secureRandom, Mutex, AlarmScheduler, writeLog } from "@sedge/operator";
import {
  acceptedInRound,
  BEGINNING,
  isOver,
  newRoundSecret,
  progressAfter,
  reportOf,
  type RoundRecord,
  RoundRows,
  roundShards,
} from "@sedge/operator/rounds";
import type { RandomSource } from "@sedge/privacy/noise";
import {
  type AbandonReason,
  type AcceptedSet,
  MAX_DELTA,
  type RoundId,
  type RoundReport,
  type RoundRequest,
  type RoundStanding,
  type RoundTerms,
  ROUND_TERMS_PURPOSE,
  termsText,
  termsTextOfVersion5,
} from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import { currentSigner } from "../current-key.ts";
import { type AggregatorEnv, settingsOf } from "../settings.ts";
import { isAcceptable } from "./acceptable-request.ts";
import type { ReportShard } from "./report-shard.ts";
import { lastGeneration, publishNext } from "./publish-next.ts";
import { publicKeysOf, termsOf } from "./round-terms.ts";

/** The terms of a round, or why it was not opened. */
export type Opening =
  | { readonly state: "agreed"; readonly terms: RoundTerms }
  | { readonly state: "out-of-order" | "budget-spent" };

/** What a shard needs to check reports. It is sent only between this operator's own objects. */
export interface RoundWork {
  readonly terms: RoundTerms;
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
 * The rounds of one site at the aggregator (`idFromName(site)`).
 *
 * - Methods for the paired edge, one at a time: `open`, `close`, `openSums`, `abandon`. Each may be repeated, and returns the round's
 *   state. For this operator's own objects and Worker: `work`, `drawBallot`, `report`, `abandonRunning`.
 * - Storage: that of {@link RoundRows}, and `ballots(round, drawn)`.
 * - Lifetime: that of the site. A round's secrets are deleted with its end; the alarm destroys any shares that are left.
 * - Invariants: at most one round runs; `progressAfter` defines its states; noise is added once, and stored in one transaction with its
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

  /** Agrees to a round on the newest codebook, if no other runs and the privacy budget allows it. */
  open(request: RoundRequest): Promise<Opening> {
    return this.#mutex.run(async () => {
      const known = this.#rows.find(request.round);
      if (known) {
        const isSame = JSON.stringify(known.request) === JSON.stringify(request);
        return known.terms && isSame && !isOver(known.progress)
          ? { state: "agreed", terms: known.terms }
          : { state: "out-of-order" };
      }
      if (!isAcceptable(request, settingsOf(this.env), Math.floor(Date.now() / 1_000)))
        return { state: "out-of-order" };
      const last = await lastGeneration(this.#registry());
      if (this.#rows.running() || last.codebook.generation !== request.generation) return { state: "out-of-order" };
      const { PRF_SEED, LEARNING_MAX_EPSILON } = settingsOf(this.env);
      const secret = newRoundSecret();
      const keys = await publicKeysOf(PRF_SEED, secret, this.#site, request.round);
      const terms = await signedTerms(this.env, this.#site, termsOf(request, last.codebook, last.report, keys));
      if (this.#rows.spent(MAX_DELTA, terms.rho).epsilon > LEARNING_MAX_EPSILON) return { state: "budget-spent" };
      const progress = progressAfter(BEGINNING, { kind: "agreed" }) ?? BEGINNING;
      this.#storage.transactionSync(() => {
        this.#rows.put({ request, terms, progress });
        this.#rows.keep(request.round, "secret", secret);
      });
      await this.#alarms.scheduleWithin((request.deadline + PATIENCE_SECONDS) * 1_000 - Date.now());
      return { state: "agreed", terms };
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
  close(round: RoundId, other: AcceptedSet): Promise<RoundStanding | undefined> {
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
  openSums(round: RoundId, edgeSum: Uint8Array): Promise<RoundStanding | undefined> {
    return this.#change(round, async (record, terms) => {
      if (record.progress.state === "verified") await this.#addNoise(record, terms);
      // Shares without noise are no longer needed.
      await this.#cleanUp();
      const noised = this.#rows.find(round);
      const mine = this.#rows.held(round, "noised-sum");
      if (noised?.progress.state !== "noised" || !mine) return;
      const people = noised.progress.accepted?.people ?? 0;
      const end = await publishNext(this.#registry(), this.#site, record.request, terms, people, [edgeSum, mine]);
      this.#rows.apply(noised, { kind: "ended", end });
    });
  }

  abandon(round: RoundId, reason: AbandonReason): Promise<RoundStanding | undefined> {
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
    const running = this.#rows.running();
    if (!running) return this.#mutex.run(() => this.#cleanUp());
    const { round, deadline } = running.request;
    const patientMs = (deadline + PATIENCE_SECONDS) * 1_000 - Date.now();
    if (patientMs <= 0) await this.abandon(round, "no-answer");
    else await this.#alarms.scheduleWithin(patientMs);
  }

  /** Runs `work` exclusively on a round that is not over, and returns the round's state. */
  #change(
    round: RoundId,
    work: (record: RoundRecord, terms: RoundTerms) => Promise<void>,
  ): Promise<RoundStanding | undefined> {
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

  async #addNoise(record: RoundRecord, terms: RoundTerms): Promise<void> {
    const sums = await Promise.all(this.#shards(terms).map((shard) => shard.sum()));
    this.#rows.addNoise(record, terms, sums, this.noiseSource, Math.floor(Date.now() / 1_000));
  }

  /** Destroys the latest round's shares when it no longer needs them. The alarm retries a failure. */
  async #cleanUp(): Promise<void> {
    const [latest] = this.#rows.latest(1);
    if (!latest?.terms || !(isOver(latest.progress) || latest.progress.state === "noised")) return;
    const { round } = latest.request;
    if (this.#rows.isCleanedUp(round)) return;
    try {
      await Promise.all(this.#shards(latest.terms).map((shard) => shard.destroy()));
      this.#rows.setCleanedUp(round);
      this.#storage.sql.exec("DELETE FROM ballots");
    } catch (error) {
      writeLog({ event: "saga-failed", ...describeError(error) });
      await this.#alarms.scheduleWithin(CLEAN_UP_MS);
    }
  }

  #shards(terms: RoundTerms): DurableObjectStub<ReportShard>[] {
    return roundShards(this.env.REPORT_SHARD, this.#site, terms);
  }

  #registry() {
    return this.env.CODEBOOK_REGISTRY.get(this.env.CODEBOOK_REGISTRY.idFromName(this.#site));
  }
}

/**
 * The terms with this operator's word for them, under its newest PRF key share, which pages can pin: the edge passes the terms
 * on, and could otherwise put keys of its own in the place of this operator's.
 */
async function signedTerms(
  env: AggregatorEnv,
  site: string,
  terms: Omit<RoundTerms, "signature" | "termsSignature">,
): Promise<RoundTerms> {
  const { sign } = await currentSigner(env, site);
  const signature = sign(ROUND_TERMS_PURPOSE, termsTextOfVersion5(site, terms));
  return { ...terms, signature, termsSignature: sign(ROUND_TERMS_PURPOSE, termsText(site, terms)) };
}
