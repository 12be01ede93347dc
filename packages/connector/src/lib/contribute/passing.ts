import type { ProblemCode } from "@sedge/protocol";

/** Refusals of a ballot that say nothing of the person: it is asked for again later, the same one. */
const PASSING: ReadonlySet<string> = new Set<ProblemCode>([
  "internal-error",
  "aggregator-unavailable",
  "rate-limited",
  "stale-request",
  "replayed-request",
  "key-epoch-changed",
]);

export function isPassing(code: string): boolean {
  return PASSING.has(code);
}

/** How long it waits, in milliseconds. */
export const LATER_MS = 60_000;
