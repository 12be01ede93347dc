import type { ProblemCode } from "@sedge/protocol";
import { PASSING } from "../operators/passing.ts";

/** Refusals of a ballot that say nothing of the person: it is asked for again later, the same one. */
const WAITING: ReadonlySet<string> = new Set<ProblemCode>([
  ...PASSING,
  "stale-request",
  "replayed-request",
  "key-epoch-changed",
]);

export function isPassing(code: string): boolean {
  return WAITING.has(code);
}

/** How long it waits, in milliseconds. */
export const LATER_MS = 60_000;
