import type { TaxonomyGroup } from "./taxonomy-group.ts";

const RECORDS = { consent: "-", range: "probability, 0 to 1" } as const;

/** Codes for customer records in the server-side channels. */
export const RECORD_GROUPS: readonly TaxonomyGroup[] = [
  {
    ...RECORDS,
    group: "call-outcome",
    from: "model call-outcome",
    use: "whom to call, and when; never terms or access",
    calibratedBy: "bank call data (validation part)",
    codes: { yes: "the call ends in the customer's agreement", no: "it does not" },
  },
  {
    ...RECORDS,
    group: "churn",
    from: "model churn",
    use: "whom to ask what is wrong; never terms or access",
    calibratedBy: "telecom data (validation part)",
    codes: { "1": "the customer leaves", "0": "the customer stays" },
  },
];
