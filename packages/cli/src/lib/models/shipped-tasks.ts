/** The shipped models; each can be trained again by name from its public data. */
export const SHIPPED_TASKS: readonly string[] = [
  "purchase-propensity",
  "visit-depth",
  "session-intent",
  "intent-banking",
  "intent-general",
  "emotion",
  "sentiment",
  "call-outcome",
  "churn",
  "codebook-prior",
  "till-prior",
  "cluster-intents",
];
