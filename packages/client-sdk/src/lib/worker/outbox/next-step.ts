import type { SedgeErrorCode } from "../../sedge-error-code.ts";
import type { EdgeAnswered } from "../wire/edge-answer.ts";
import type { Operation } from "./operation.ts";
import { retryDelayMs } from "./retry-delay.ts";

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
