import type { ProblemCode } from "@sedge/protocol";

/** Codes of an item of a delivery at which the edge failed, and may not the next time: they say nothing of the item. */
export const PASSING: readonly ProblemCode[] = [
  "internal-error",
  "operators-disagree",
  "aggregator-unavailable",
  "rate-limited",
];
