import { askBudget, type DeviceBudget, microEpsilonOf } from "@sedge/privacy/budget";
import type { RandomSource } from "@sedge/privacy/prf";
import {
  isLoopback,
  type Manifest,
  MAX_DELTA,
  MIN_ROUND_PEOPLE,
  MIN_VOTE_WAIT_SECONDS,
  type OperationId,
  type Round,
  shapeOfMeasurement,
  ROUND_TERMS_PURPOSE,
  termsText,
  termsTextOfVersion5,
} from "@sedge/protocol";
import { newBallot } from "./ballot.ts";
import type { RecordIn } from "./contribution-record.ts";
import { BUDGET_SPENT } from "./contribution-steps.ts";
import { epsilonOf, roundRho } from "@sedge/privacy/accountant";
import { fromBase64url } from "@sedge/privacy/base64url";
import { isSignedBy } from "@sedge/privacy/signed-terms";

/** More than any budget, and than any figure that fits in a ledger. */
const MAX_EPSILON = 1_000;
/** How long a device spreads its vote at least where the aggregator has not signed for how long, in seconds. */
const UNSIGNED_SPREAD_SECONDS = MIN_VOTE_WAIT_SECONDS;

/**
 * What the round costs a person in millionths of epsilon, by the noise that it states; the edge's own word for it is not
 * taken. Stated at `MAX_DELTA` at most: at a larger one, every round would look cheap.
 */
export function costOf({ noise, measurement, delta }: Round): number {
  const rho = roundRho({ ...noise, ...shapeOfMeasurement(measurement) });
  return microEpsilonOf(Math.min(MAX_EPSILON, epsilonOf(rho, Math.min(delta, MAX_DELTA))));
}

/** Who may take part, and with what. */
export interface Entrant {
  readonly site: string;
  readonly budget: DeviceBudget;
  /** What the vote will describe, as the round asks for it; undefined where this version can't answer. */
  readonly point: number[] | undefined;
  readonly operationId: OperationId;
  readonly random: RandomSource;
  readonly limits: RoundLimits;
  /** Milliseconds since 1970 by the clock that records go by. */
  readonly nowMs: number;
  /** The same instant in seconds since 1970 by the edge's clock, as the round's deadline. */
  readonly edgeSeconds: number;
}

/** Why the device does not enter a round: the round measures something else, has too few people, or costs too much. */
export type DeclinedCode = "unknown-measurement" | "round-too-small" | typeof BUDGET_SPENT;

/** Whether the device enters a round. */
export type Entry =
  | { readonly state: "entered"; readonly drawing: RecordIn<"drawing"> }
  | { readonly state: "declined"; readonly code: DeclinedCode; readonly message: string };

/**
 * Checks a signed round that the device has not met: whether it measures something that the device has, and whether the
 * device's own budget allows it.
 */
export function entryOf(round: Round, entrant: Entrant): Entry {
  const { site, budget, point, operationId, random, limits, nowMs, edgeSeconds } = entrant;
  if (!point) return declined("unknown-measurement", "The round measures what this version does not know.");
  if (round.minPeople < limits.people) {
    return declined("round-too-small", `The round would open the sum of fewer than ${limits.people} people.`);
  }
  const microEpsilon = costOf(round);
  const spending = { round: round.round, microEpsilon, spentAt: Math.floor(nowMs / 1_000) };
  if (askBudget(budget, spending).result !== "granted") {
    return declined(BUDGET_SPENT, "The device's privacy budget does not allow this round.");
  }
  const drawing: RecordIn<"drawing"> = {
    step: "drawing",
    round: round.round,
    microEpsilon,
    deadline: nowMs + (round.deadline - edgeSeconds) * 1_000,
    attempts: 0,
    notBefore: nowMs,
    operationId,
    asked: newBallot(site, round, random),
    point,
  };
  return { state: "entered", drawing };
}

function declined(code: DeclinedCode, message: string): Entry {
  return { state: "declined", code, message };
}

/** The instants and the chance that {@link voteTime} goes by. */
export interface VoteWait {
  /** When the ballot came, and when the round ends, in milliseconds since 1970. */
  readonly now: number;
  readonly deadline: number;
  /** What passes at least, in seconds; see {@link RoundLimits}. */
  readonly leastSeconds: number;
  /** Random, 0 to 1. */
  readonly fraction: number;
}

/** What a device insists on in a round, whatever the operators sign. */
export interface RoundLimits {
  /** Seconds that pass at least between ballot and vote: an edge that got the vote right after the ballot would know whose it is. */
  readonly voteWaitSeconds: number;
  /** Fewest people whose sum may be opened. */
  readonly people: number;
}

/**
 * The limits of a device at an edge. On a loopback address there are none: such an edge has no visitors but tests and demos.
 *
 * @param endpoint - URL of the edge.
 */
export function roundLimits(endpoint: string): RoundLimits {
  return isLoopback(new URL(endpoint).hostname)
    ? { voteWaitSeconds: 0, people: 0 }
    : { voteWaitSeconds: MIN_VOTE_WAIT_SECONDS, people: MIN_ROUND_PEOPLE };
}

/**
 * When a vote may be made whose ballot is there, in milliseconds since 1970: after the least wait and a random while, so that the
 * drawing cannot be matched to the spending, and in good time before the round ends. After the deadline if the least wait ends there.
 */
export function voteTime(round: Round, { now, deadline, leastSeconds, fraction }: VoteWait): number {
  // The edge alone says how long if it leaves the signature out, and it would gain from no wait at all.
  const spreadSeconds = round.termsSignature
    ? round.spreadSeconds
    : Math.max(round.spreadSeconds, UNSIGNED_SPREAD_SECONDS);
  const earliest = now + leastSeconds * 1_000;
  return earliest + Math.min(spreadSeconds * 1_000, Math.max(0, deadline - earliest) / 2) * fraction;
}

/**
 * Whether the aggregator that the manifest names, and the page may have pinned, signs the round and its own keys in it. Without
 * `termsSignature` the waiting time is not signed, and {@link voteTime} goes by the device's own.
 */
export function isRoundSigned(site: string, round: Round, { prf }: Manifest): boolean {
  const { signature, termsSignature } = round;
  const text = termsSignature ? termsText(site, round) : termsTextOfVersion5(site, round);
  const { evaluated, proof } = termsSignature ?? signature;
  const bytes = { evaluated: fromBase64url(evaluated), proof: fromBase64url(proof) };
  return [prf, prf.previous].some(
    (epoch) => epoch && isSignedBy(fromBase64url(epoch.aggregatorKey), ROUND_TERMS_PURPOSE, text, bytes),
  );
}
