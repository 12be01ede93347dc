import type { ProblemCode } from "@sedge/protocol";
import { TRANSIENT_CODES } from "../operators/request-with-retries.ts";

/** Refusals that do not concern the person. The same ballot is requested again later. */
const WAITING: ReadonlySet<string> = new Set<ProblemCode>([
  ...TRANSIENT_CODES,
  "stale-request",
  "replayed-request",
  "key-epoch-changed",
]);

export function isTransient(code: string): boolean {
  return WAITING.has(code);
}

/** Delay before the next attempt, in milliseconds. */
export const LATER_MS = 60_000;
