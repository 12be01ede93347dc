import type { ProblemCode } from "@sedge/protocol";

/** Codes of delivery items that failed temporarily at the edge. They say nothing about the item and can be retried. */
export const TRANSIENT_CODES: readonly ProblemCode[] = [
  "internal-error",
  "operators-disagree",
  "aggregator-unavailable",
  "rate-limited",
];
