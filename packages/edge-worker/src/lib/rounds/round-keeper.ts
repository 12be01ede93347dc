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
  isCollected,
  isOver,
  newRoundSecret,
  reportOf,
  type RoundRecord,
  RoundRows,
  roundShards,
  USUAL_DELTA,
} from "@sedge/operator/rounds";
import { rhoOf } from "@sedge/privacy/accountant";
import { toBase64url } from "@sedge/privacy/base64url";
import type { RandomSource } from "@sedge/privacy/noise";
import {
  type AbandonReason,
  MAX_DELTA,
  type PrivacySpent,
  type RoundEnd,
  type RoundId,
  type RoundReport,
  type RoundTerms,
} from "@sedge/protocol";
import { DurableObject } from "cloudflare:workers";
import { type EdgeEnv, settingsOf } from "../settings.ts";
import { isAcceptable } from "./acceptable-terms.ts";
import { AddressBallots } from "./address-ballots.ts";
import type { ReportShard } from "./report-shard.ts";
import { RoundPartner } from "./round-partner.ts";
import type { UnkeyedRequest } from "./round-rules.ts";

/** How long after a failure, or while reports are still being checked, the alarm retries. */
const RETRY_MS = 2_000;
/** How often a collecting round checks whether it is full. */
const LOOK_MS = 60_000;

/** The running round: its terms for devices, and the secret of this operator's keys. */
export interface CurrentRound {
  readonly terms: RoundTerms;
  readonly secret: Uint8Array;
}

/** The running round and what was spent so far. */
export interface Learning {
  readonly current: CurrentRound | undefined;
  readonly spent: PrivacySpent;
}

/**
 * The rounds of one site at the edge (`idFromName(site)`), which drives them.
 *
 * - Methods: `open`, `closeRunning`, `abandonRunning`, `learning`, `report`, `record`; for the Worker `drawForAddress`; for the round's own objects `termsInUse` and
 *   `refusedByPartner`.
 * - Storage: that of {@link RoundRows} and, while a round runs, of {@link AddressBallots}.
 * - Lifetime: that of the site. A round's secrets are deleted with its end.
 * - Invariants: at most one round runs; `progressAfter` defines its states; each step is stored before the next begins and may be repeated;
 *   noise is added once, and stored in one transaction with its charge before anyone sees it. The alarm resumes what was interrupted.
 */
export class RoundKeeper extends DurableObject<EdgeEnv> {
  /** The source of this operator's noise. Only a test replaces it: no setting or request can. */
  protected readonly noiseSource: RandomSource = secureRandom;
  readonly #storage: DurableObjectStorage;
  readonly #site: string;
  readonly #rows: RoundRows;
  readonly #alarms: AlarmScheduler;
  readonly #partner: RoundPartner;
  readonly #mutex = new Mutex();
  readonly #addressBallots: AddressBallots;

  constructor(context: DurableObjectState, env: EdgeEnv) {
    super(context, env);
    this.#storage = context.storage;
    this.#site = context.id.name ?? "";
    this.#rows = new RoundRows(context.storage);
    this.#addressBallots = new AddressBallots(context.storage);
    this.#alarms = new AlarmScheduler(context.storage);
    this.#partner = new RoundPartner(env, this.#site);
  }

  /** Begins a round, if no other runs and the privacy budget allows it. `report` shows whether the second operator agreed. */
  open(asked: UnkeyedRequest): Promise<"begun" | "out-of-order" | "budget-spent"> {
    return this.#mutex.run(async () => {
      if (this.#rows.find(asked.round)) return "begun";
      if (this.#unfinished()) return "out-of-order";
      const { PRF_SEED, LEARNING_MAX_EPSILON } = settingsOf(this.env);
      const rho = rhoOf(asked.epsilon, asked.delta);
      if (this.#rows.spent(MAX_DELTA, rho).epsilon > LEARNING_MAX_EPSILON) return "budget-spent";
      await this.#alarms.scheduleWithin(RETRY_MS);
      const secret = newRoundSecret();
      const ballotKey = toBase64url(ballotKeyOf(PRF_SEED, secret, this.#site, asked.round).pair.publicKey);
      this.#storage.transactionSync(() => {
        this.#rows.put({ request: { ...asked, ballotKey }, terms: null, progress: BEGINNING });
        this.#rows.keep(asked.round, "secret", secret);
      });
      await this.#advance();
      return "begun";
    });
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

  /** The running round for the site's devices, and what was spent. */
  learning(): Learning {
    const running = this.#rows.running();
    const spent = this.#rows.spent(this.#rows.latest(1)[0]?.request.delta ?? USUAL_DELTA);
    const secret = running && this.#rows.held(running.request.round, "secret");
    if (running?.progress.state !== "collecting" || !running.terms || !secret) return { current: undefined, spent };
    return { current: { terms: running.terms, secret }, spent };
  }

  /** Counts a ballot that a page draws against its network address, if there is room and the round collects. */
  drawForAddress(round: RoundId, networks: readonly CountedDigest[], most: number): boolean {
    return this.#rows.find(round)?.progress.state === "collecting" && this.#addressBallots.draw(networks, most);
  }

  /** Whether any round is known, and this one if it is. */
  record(round: RoundId): { readonly hasRounds: boolean; readonly record: RoundRecord | undefined } {
    return { hasRounds: this.#rows.latest(1).length > 0, record: this.#rows.find(round) };
  }

  /** The terms of a round that is collecting or checking reports. */
  termsInUse(round: RoundId): RoundTerms | undefined {
    const record = this.#rows.find(round);
    const isInUse = record?.progress.state === "collecting" || record?.progress.state === "closing";
    return (isInUse && record.terms) || undefined;
  }

  async report(): Promise<RoundReport> {
    const terms = this.#rows.running()?.terms;
    const counts = terms ? await Promise.all(this.#shards(terms).map((shard) => shard.counts())) : [];
    const total = (name: "waiting" | "counted" | "refused") => counts.reduce((sum, one) => sum + one[name], 0);
    return reportOf(this.#rows, { waiting: total("waiting"), counted: total("counted"), refused: total("refused") });
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

  /** Runs as many steps as possible now. The alarm continues after a failure or a wait. */
  async #advance(): Promise<void> {
    try {
      for (let record = this.#unfinished(); record; record = this.#unfinished()) {
        const waitMs = await this.#step(record);
        if (waitMs !== undefined) return await this.#alarms.scheduleWithin(waitMs);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) writeLog({ event: "saga-failed", ...describeError(error) });
      await this.#alarms.scheduleWithin(RETRY_MS);
    }
  }

  /** One step of a round. @returns How long to wait for the next, in milliseconds; undefined if it can follow at once. */
  async #step(record: RoundRecord): Promise<number | undefined> {
    const { terms, progress } = record;
    if (isOver(progress)) return this.#cleanUp(record);
    if (!terms) return this.#agree(record);
    switch (progress.state) {
      case "collecting":
        return this.#collect(record, terms);
      case "closing":
        return this.#count(record, terms);
      case "verified":
        return this.#addNoise(record, terms);
      default:
        return this.#publish(record, terms);
    }
  }

  async #agree(record: RoundRecord): Promise<undefined> {
    const answer = await this.#partner.open(record.request);
    if (typeof answer === "string" || !isAcceptable(record.request, answer)) {
      this.#rows.apply(record, { kind: "ended", end: { state: "abandoned", reason: "operators-disagree" } });
    } else this.#rows.apply({ ...record, terms: answer }, { kind: "agreed" });
  }

  async #collect(record: RoundRecord, terms: RoundTerms): Promise<number | undefined> {
    const counts = await Promise.all(this.#shards(terms).map((shard) => shard.counts()));
    const received = counts.reduce((sum, { waiting, counted }) => sum + waiting + counted, 0);
    if (!isCollected(record.progress, terms, received, Math.floor(Date.now() / 1_000))) {
      return Math.min(LOOK_MS, Math.max(0, terms.deadline * 1_000 - Date.now()));
    }
    this.#rows.apply(record, { kind: "closed" });
    return undefined;
  }

  /** Waits until every report is checked, and compares the accepted set with the second operator's. */
  async #count(record: RoundRecord, terms: RoundTerms): Promise<number | undefined> {
    const drains = await Promise.all(this.#shards(terms).map((shard) => shard.close()));
    const parts = drains.flatMap((drain) => (drain.state === "drained" ? [drain] : []));
    if (parts.length < drains.length) return RETRY_MS;
    const mine = await acceptedInRound(parts);
    const standing = await this.#partner.close(terms.round, mine);
    const { minPeople } = terms;
    if (!standing) this.#end(record, { state: "abandoned", reason: "operators-disagree" });
    else if (standing.end) this.#end({ ...record, progress: { ...record.progress, accepted: mine } }, standing.end);
    else this.#rows.apply(record, { kind: "counted", mine, other: mine, minPeople });
    return undefined;
  }

  async #addNoise(record: RoundRecord, terms: RoundTerms): Promise<undefined> {
    const sums = await Promise.all(this.#shards(terms).map((shard) => shard.sum()));
    this.#rows.addNoise(record, terms, sums, this.noiseSource, Math.floor(Date.now() / 1_000));
  }

  /** Destroys the shares without noise, then sends the noised one. */
  async #publish(record: RoundRecord, terms: RoundTerms): Promise<number | undefined> {
    await this.#destroyShards(terms);
    const noised = this.#rows.held(terms.round, "noised-sum");
    const standing = noised && (await this.#partner.openSums(terms.round, toBase64url(noised)));
    if (standing && !standing.end) return RETRY_MS;
    this.#end(record, standing?.end ?? { state: "abandoned", reason: "no-answer" });
    return undefined;
  }

  /** After the end: destroys all shares, and notifies the second operator. */
  async #cleanUp(record: RoundRecord): Promise<undefined> {
    const { request, terms, progress } = record;
    if (terms) await this.#destroyShards(terms);
    this.#addressBallots.clear();
    if (progress.end?.state === "abandoned") await this.#partner.abandon(request.round, progress.end.reason);
    this.#rows.setCleanedUp(request.round);
  }

  #destroyShards(terms: RoundTerms): Promise<unknown> {
    return Promise.all(this.#shards(terms).map((shard) => shard.destroy()));
  }

  /** The latest round, if it is not cleaned up. */
  #unfinished(): RoundRecord | undefined {
    const [latest] = this.#rows.latest(1);
    return latest && !this.#rows.isCleanedUp(latest.request.round) ? latest : undefined;
  }

  /** Ends a round as the second operator did, or as unanswered where that end is not possible here. */
  #end(record: RoundRecord, end: RoundEnd): void {
    if (this.#rows.apply(record, { kind: "ended", end })) return;
    this.#rows.apply(record, { kind: "ended", end: { state: "abandoned", reason: "no-answer" } });
  }

  #shards(terms: RoundTerms): DurableObjectStub<ReportShard>[] {
    return roundShards(this.env.REPORT_SHARD, this.#site, terms);
  }
}
