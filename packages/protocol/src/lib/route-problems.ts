/** Where the addresses of a site begin. */
export const SITE = "/v1/sites/:site";
/** Refusals that any address of a site may answer. */
export const ALWAYS = ["unknown-site", "rate-limited", "internal-error", "storage-unavailable"] as const;
/** … that reads a body. */
export const BODY = [
  "malformed-request",
  "body-too-large",
  "unsupported-media-type",
  "origin-not-allowed",
  ...ALWAYS,
] as const;
/** … that needs a consent. */
export const CONSENTED = ["consent-required", "policy-outdated", ...BODY] as const;
/** … that is signed, by a page or a connector. */
export const FRESH = ["unsupported-version", "bad-signature", "stale-request", "replayed-request"] as const;
/** … that a connector's key signs. */
export const CONNECTED = [...FRESH, "unauthorised-connector", "connector-revoked", "scope-missing"] as const;
/** … that link tokens sign. */
export const SIGNED = [...FRESH, "key-epoch-retired", "profile-unavailable", ...CONSENTED] as const;
/** … that needs a proof of control. */
export const PROVEN = ["proof-required", "bad-proof-of-control"] as const;
/** … that evaluates the PRF. */
export const EVALUATED = ["bad-group-element", "key-epoch-changed", "prf-budget-spent"] as const;
/** … that both operators evaluate. */
export const EVALUATED_BY_BOTH = [...EVALUATED, "operators-disagree", "aggregator-unavailable"] as const;
/** … that evaluates a ballot. */
export const BALLOT = ["round-not-open", "bad-group-element", "ballot-budget-spent", "aggregator-unavailable"] as const;
/** … that takes a codeword. */
export const CODEWORD = ["unknown-codeword", "below-minimum-people"] as const;
