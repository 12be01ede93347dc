import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { ContributionRecord, Learning, Others, RecordIn } from "@sedge/contribution/record";
import {
  begin,
  keepBallot,
  NEVER_LEARNT,
  nextAct,
  payAndKeep,
  postpone,
  RECEIVED,
  renewPoint,
  settle,
  unlinkableReceipt,
} from "@sedge/contribution/steps";
import type { RandomSource } from "@sedge/privacy/prf";
import { type BallotResponse, type Channel, ContributionResult, type Round, type RoundId } from "@sedge/protocol";
import type { LedgerEntry } from "../../ledger-entry.ts";
import { SedgeError } from "../../sedge-error.ts";
import { firstOf } from "../clusters/cluster-assigner.ts";
import type { SiteFiles } from "../clusters/site-files.ts";
import { CoalescedTask } from "../coalesced-task.ts";
import { CODE_UNAVAILABLE, lazyChunks } from "../lazy-chunks.ts";
import { OUTDATED, retryDelayMs, randomFraction } from "../outbox/next-step.ts";
import type { SessionKeeper } from "../session-keeper.ts";
import { signersOf } from "../storage/stored-keys.ts";
import type { Store } from "../storage/store.ts";
import { type EdgeAnswered, readAnswer, type Send } from "../wire/wire.ts";
import type { EdgeClock } from "../wire/edge-clock.ts";
import type { GivenConsent } from "../wire/consent-gate.ts";
import { PROFILE_SCHEMA } from "@sedge/features/profile";
import type { Prove } from "../identity/proof-source.ts";
import { drawBallot } from "./draw-ballot.ts";
import { isEnough, measuredPoint, otherChannels } from "./measured-point.ts";
import { enterRound, NOT_SIGNED, RoundDocument } from "./enter-round.ts";

/** What the learner depends on. */
export interface LearnerDeps {
  readonly site: string;
  /** URL of the edge. */
  readonly endpoint: string;
  readonly channel: Extract<Channel, "web" | "app">;
  readonly store: Store;
  readonly send: Send;
  readonly siteFiles: SiteFiles;
  readonly clock: EdgeClock;
  readonly random: RandomSource;
  readonly session: Pick<SessionKeeper, "latest" | "stored">;
  readonly consent: Pick<GivenConsent, "mayLink" | "mayLearn" | "receipt">;
  readonly prove: Prove;
  readonly report: (code: SedgeErrorCode, message: string) => void;
  /** Runs `task` while no other tab of the site runs one. */
  readonly alone: (task: () => Promise<void>) => Promise<void>;
  /** What the device remembers of learning has changed. */
  readonly onChange: () => void;
}

/** Longest single wait of a timer, in milliseconds: a laptop that slept looks again. */
const MAX_TIMER_MS = 600_000;
/** Wait before the edge is asked again about a round whose documents can't be had or do not agree, in milliseconds. */
const LOOK_AGAIN_MS = 60_000;
/** Codes of failures that say nothing of the round; the next event tries again. */
const FOR_NOW: readonly string[] = ["edge-unavailable", "consent-required", CODE_UNAVAILABLE];

/** Refusals that are no problem: another device of the profile was first, or the round has ended. */
const USUAL_ENDS: readonly string[] = ["ballot-drawn", "round-not-open"];

/**
 * Takes part in the site's rounds, under `learn`: once a round, with the visit that is going on or the one before it. What it
 * does next is decided by `nextAct`, from what is stored alone, so that a tab that closes anywhere goes on where it was.
 *
 * Invariants: a ballot is stored before it is asked for, a vote before it is sent, together with what it costs; a round gets
 * one set of bytes from this device; one tab at a time.
 */
export class Learner {
  readonly #deps: LearnerDeps;
  readonly #advancing: CoalescedTask;
  readonly #declined = new Set<RoundId>();
  readonly #documents: RoundDocument;
  #lookAgainAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: LearnerDeps) {
    this.#deps = deps;
    this.#documents = new RoundDocument(deps);
    this.#advancing = new CoalescedTask(() => deps.alone(() => this.#act()));
  }

  /** Sees whether there is something to do, and does it, in the background. */
  consider(): void {
    if (!this.#deps.consent.mayLearn()) return;
    this.advance().catch((error: unknown) => {
      const code = error instanceof SedgeError ? error.code : "contribution-failed";
      if (!FOR_NOW.includes(code)) this.#deps.report(code, "This visit's contribution is tried again later.");
    });
  }

  /** Does what can be done now; resolves when nothing is left but to wait. Rejects as `send` and the site's files do. */
  advance(): Promise<void> {
    return this.#advancing.request();
  }

  /** Drops what is under way: the visitor has withdrawn `learn`, or has left this device. */
  async drop(outcome: "withdrawn" | "left"): Promise<void> {
    clearTimeout(this.#timer);
    const record = (await this.#deps.store.values.get("learning"))?.contribution;
    if (record && record.step !== "settled") await this.#apply(settle(record.round, outcome));
  }

  /** What this device has spent, and how far it is with the round. */
  async learning(): Promise<Learning> {
    return (await this.#deps.store.values.get("learning")) ?? NEVER_LEARNT;
  }

  async #apply(step: (learning: Learning | undefined) => Learning): Promise<void> {
    await this.#deps.store.values.update("learning", step);
    this.#deps.onChange();
  }

  async #act(): Promise<void> {
    const { consent, clock, siteFiles, session } = this.#deps;
    clearTimeout(this.#timer);
    while (consent.mayLearn()) {
      // What another tab has erased is not voted on.
      await session.stored();
      const learning = await this.learning();
      const named = isUnderWay(learning.contribution) ? null : (await siteFiles.manifest()).learning.round;
      const act = nextAct(learning, named, clock.nowMs());
      switch (act.do) {
        case "nothing":
          return;
        case "wait":
          return this.#wait(learning.contribution, act.until);
        case "begin":
          if (!(await this.#begin(act.round, learning))) return;
          break;
        case "draw":
          await this.#draw(act.record);
          break;
        case "vote":
          await this.#vote(act.record);
          break;
        case "send":
          await this.#send(act.record);
          break;
        case "settle":
          await this.#apply(settle(act.round, act.outcome));
      }
    }
  }

  async #wait(record: ContributionRecord | null, until: number): Promise<void> {
    const delayMs = Math.min(MAX_TIMER_MS, Math.max(0, until - this.#deps.clock.nowMs()));
    this.#timer = setTimeout(() => this.consider(), delayMs);
    if (record?.step !== "waiting") return;
    const round = this.#documents.known(record.round);
    const point = round && this.#point(round, record.others);
    if (point && point.join() !== record.point.join()) await this.#apply(renewPoint(record.round, point));
  }

  /** Whether a ballot is wanted now. */
  async #begin(id: RoundId, { budget }: Learning): Promise<boolean> {
    const { clock, report } = this.#deps;
    if (this.#declined.has(id) || !this.#isEnough() || clock.nowMs() < this.#lookAgainAt) return false;
    const entry = await enterRound(this.#deps, this.#documents, id, budget, (round) => this.#point(round));
    switch (entry.state) {
      case "entered":
        await this.#apply(begin(entry.drawing));
        return true;
      case "later":
        this.#lookAgainAt = clock.nowMs() + LOOK_AGAIN_MS;
        return false;
      case "declined":
        this.#declined.add(id);
        report(entry.code, entry.message);
        return false;
    }
  }

  async #draw(record: RecordIn<"drawing">): Promise<void> {
    const { store, consent, clock, random, endpoint } = this.#deps;
    const found = await this.#documents.find(record.round);
    if (found.state !== "found") return this.#without(record, found.state);
    const { round } = found;
    const keys = consent.mayLink() ? signersOf(firstOf(await store.keys.list())) : [];
    const wantsOthers = round.measurement.featureSchema === PROFILE_SCHEMA;
    const answer = await drawBallot(this.#deps, record, keys, consent.receipt(), wantsOthers);
    if (!answer.ok) return this.#refused(record, answer);
    const { finishedBallot, roundLimits, voteTime } = await lazyChunks.vote();
    const ballot = finishedBallot(round, record.asked, answer.value);
    if (!ballot)
      return this.#giveUp(record.round, "bad-proof", "An operator did not use the key that the round names.");
    const others = await this.#others(round, answer.value);
    const notBefore = voteTime(round, {
      now: clock.nowMs(),
      deadline: record.deadline,
      leastSeconds: roundLimits(endpoint).voteWaitSeconds,
      fraction: randomFraction(random),
    });
    return this.#apply(keepBallot(record.round, ballot, notBefore, others));
  }

  /** What other channels have observed of this person, where the round asks for it and its codebook can be had. */
  async #others({ generation }: Round, { codewords = [] }: BallotResponse): Promise<Others | undefined> {
    const { siteFiles, channel } = this.#deps;
    if (codewords.length === 0) return undefined;
    const codebook = await siteFiles.codebook(await siteFiles.manifest());
    return codebook.generation === generation ? otherChannels(codebook, codewords, channel) : undefined;
  }

  async #vote(record: RecordIn<"waiting">): Promise<void> {
    const { site, clock, random } = this.#deps;
    const found = await this.#documents.find(record.round);
    if (found.state !== "found") return this.#without(record, found.state);
    const { round } = found;
    const { contributionOf, costOf } = await lazyChunks.vote();
    if (costOf(round) > record.microEpsilon) {
      return this.#giveUp(
        record.round,
        "round-changed",
        "The round costs more now than when this device drew its ballot.",
      );
    }
    const point = this.#point(round, record.others) ?? record.point;
    const unlinkable = unlinkableReceipt(clock.nowMs());
    const body = await contributionOf(site, round, record.ballot, point, unlinkable, random).catch(() => undefined);
    if (!body) return this.#giveUp(record.round, "contribution-failed", "The vote could not be made.");
    return this.#apply(payAndKeep(record.round, body, clock.nowMs()));
  }

  async #send({ round, body, microEpsilon, ...rest }: RecordIn<"sending">): Promise<void> {
    const { store, send } = this.#deps;
    const isRepeat = (await store.ledger.list()).some((entry) => isFirstOf(entry, body.nonce));
    const sent = await send({ route: "contribution", body, microEpsilon: isRepeat ? 0 : microEpsilon });
    const answer = readAnswer(ContributionResult, sent);
    if (answer.ok) await this.#apply(settle(round, RECEIVED));
    else await this.#refused({ round, attempts: rest.attempts }, answer);
  }

  /** Retries if a later attempt may succeed; otherwise the device does not take part in the round. */
  async #refused(
    { round, attempts }: Pick<RecordIn<"sending">, "round" | "attempts">,
    answer: EdgeAnswered<unknown> & { readonly ok: false },
  ): Promise<void> {
    const { clock, random, siteFiles } = this.#deps;
    const { status, code, retryAfterSeconds } = answer;
    // Newer code, on the next page, takes over where this one's version is refused.
    const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429 && code !== OUTDATED;
    if (!isFinal) {
      const delayMs = retryDelayMs(attempts + 1, randomFraction(random), retryAfterSeconds);
      return this.#apply(postpone(round, clock.nowMs() + delayMs));
    }
    siteFiles.forgetManifest();
    if (USUAL_ENDS.includes(code)) return this.#apply(settle(round, code));
    return this.#giveUp(round, code, "The edge refused this device's part in the round.");
  }

  /** The round's document is not to be had. */
  async #without(
    { round, attempts }: RecordIn<"drawing" | "waiting">,
    why: "over" | "unavailable" | "not-signed",
  ): Promise<void> {
    if (why === "over") return this.#apply(settle(round, "round-not-open"));
    if (why === "not-signed") return this.#giveUp(round, "round-not-signed", NOT_SIGNED);
    const { clock, random } = this.#deps;
    return this.#apply(postpone(round, clock.nowMs() + retryDelayMs(attempts + 1, randomFraction(random))));
  }

  async #giveUp(round: RoundId, code: SedgeErrorCode, message: string): Promise<void> {
    await this.#apply(settle(round, code));
    this.#deps.report(code, message);
  }

  #isEnough(): boolean {
    const { session, clock } = this.#deps;
    return isEnough(session.latest(), clock.nowMs());
  }

  #point(round: Round, others?: Others): number[] | undefined {
    return this.#isEnough() ? measuredPoint(round.measurement, this.#deps.session.latest(), others) : undefined;
  }
}

function isUnderWay(record: ContributionRecord | null): boolean {
  return record !== null && record.step !== "settled";
}

/** Whether this is the contribution's entry that bears what it cost: the same bytes again cost nothing more. */
function isFirstOf({ rows, microEpsilon, body }: LedgerEntry, nonce: string): boolean {
  return rows.includes(4) && microEpsilon > 0 && body.includes(nonce);
}
