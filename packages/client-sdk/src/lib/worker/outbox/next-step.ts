import type { RandomSource } from "@sedge/privacy/prf";
import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { EdgeAnswered } from "../wire/wire.ts";
import type { Operation } from "./operation.ts";

/** First wait after a failure, in milliseconds, before jitter. */
const FIRST_DELAY_MS = 1_000;
/** Longest wait that we choose ourselves, in milliseconds: five minutes. */
export const MAX_DELAY_MS = 300_000;
/** Longest wait that an answer can ask for, in milliseconds: a day. */
const MAX_ASKED_DELAY_MS = 86_400_000;

/** A number from 0 to 1 of four random bytes. */
export function randomFraction(random: RandomSource): number {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 0xffff_ffff;
}

/**
 * Milliseconds to wait after `attempts` failures (1 or more): doubling, with half of it random so that devices do not
 * come back all at once, and never less than the answer asked for.
 *
 * @param random - Between 0 and 1.
 */
export function retryDelayMs(attempts: number, random: number, retryAfterSeconds = 0): number {
  const doubled = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  const jittered = doubled * (0.5 + random / 2);
  return Math.max(jittered, Math.min(MAX_ASKED_DELAY_MS, retryAfterSeconds * 1_000));
}

/** Times that one operation is signed and sent again at once, for a wrong clock or a nonce seen before. */
const MAX_AT_ONCE = 3;

/** Statuses below 500 after which the same request may still succeed later. */
const TRANSIENT = [408, 409, 429];
/** A conflict that waiting cannot solve: what another device has taken stays taken. */
const SPENT = "landing-link-spent";

/** The edge supports other versions of the protocol than this code's. */
export const OUTDATED = "unsupported-version";

/** What to do with an operation after an answer. */
export type NextStep<Answer> =
  | { readonly do: "settle"; readonly value: Answer }
  /** Signed again at once; `edgeNow` corrects the clock first. */
  | { readonly do: "resign"; readonly operation: Operation; readonly edgeNow: number | undefined }
  | { readonly do: "wait"; readonly operation: Operation; readonly code: SedgeErrorCode }
  /** Keeps it as it is, and sends nothing more from this page: only newer code can. */
  | { readonly do: "stop" }
  | { readonly do: "drop"; readonly code: SedgeErrorCode };

/**
 * Decides what follows from an answer. Refusals that repetition cannot change are dropped; everything else keeps its place,
 * with the same operation id.
 *
 * @param resigned - Times it was signed again at once just now.
 * @param random - Between 0 and 1, for the jitter.
 */
export function nextStep<Answer>(
  operation: Operation,
  answer: EdgeAnswered<Answer>,
  resigned: number,
  nowMs: number,
  random: number,
): NextStep<Answer> {
  if (answer.ok) return { do: "settle", value: answer.value };
  if (answer.code === OUTDATED) return { do: "stop" };
  const attempts = operation.attempts + 1;
  const wait = (): NextStep<Answer> => {
    const notBefore = nowMs + retryDelayMs(attempts, random, answer.retryAfterSeconds);
    return { do: "wait", operation: { ...operation, attempts, notBefore }, code: answer.code };
  };
  const isStale = answer.code === "stale-request" && answer.edgeNow !== undefined;
  if (isStale || answer.code === "replayed-request") {
    if (resigned >= MAX_AT_ONCE) return wait();
    return { do: "resign", operation: { ...operation, attempts }, edgeNow: isStale ? answer.edgeNow : undefined };
  }
  const isRefused = answer.status >= 400 && answer.status < 500 && !TRANSIENT.includes(answer.status);
  return isRefused || answer.code === SPENT ? { do: "drop", code: answer.code } : wait();
}
