import type { ConsentReceipt, Purpose, SignedAction } from "@sedge/protocol";
import type { ConsentState } from "../../consent-state.ts";

/** Actions that carry out a withdrawal: they need no consent, and a Global Privacy Control signal does not stop them. */
const WITHDRAWALS: readonly string[] = ["unlink", "erase"] satisfies SignedAction[];

/** Whether a message for `purpose` may leave now. `action`: of a signed message. */
export function mayLeave(consent: ConsentState, purpose: Purpose, action?: string): boolean {
  if (action !== undefined && WITHDRAWALS.includes(action)) return true;
  if (purpose !== "classify" && consent.globalPrivacyControl) return false;
  return consent.decided && consent.purposes.includes(purpose);
}

/** The visitor's current decision, and what it allows. */
export interface GivenConsent {
  readonly state: () => ConsentState;
  readonly mayLink: () => boolean;
  readonly mayLearn: () => boolean;
  /** What a message states of it. */
  readonly receipt: () => Promise<ConsentReceipt>;
}

/** Stands for the privacy text where neither the page nor the site's manifest has named one. */
const UNNAMED_POLICY = "unnamed";

/**
 * Promise row 5: the visitor's current decision. A page that does not name its privacy text decides about the
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
