import type { ConsentReceipt } from "@sedge/protocol";
import type { ConsentState } from "../../consent-state.ts";
import { mayLeave } from "./consent-gate.ts";

/** Stands for the privacy text where neither the page nor the site's manifest has named one. */
const UNNAMED_POLICY = "unnamed";

/**
 * Promise row 5: what stands of the visitor's decision. A page that does not name its privacy text decides about the
 * one that the site's manifest names.
 *
 * @param now - Milliseconds since 1970; its day stands in where the decision has none, as after a mere signal.
 */
export function receiptOf(consent: ConsentState, sitePolicy: string | undefined, now: number): ConsentReceipt {
  return {
    purposes: consent.purposes.filter((purpose) => mayLeave(consent, purpose)),
    policyVersion: consent.policyVersion || sitePolicy || UNNAMED_POLICY,
    day: consent.day || new Date(now).toISOString().slice(0, 10),
  };
}
