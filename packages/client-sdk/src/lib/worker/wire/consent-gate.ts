import type { ConsentReceipt, Purpose, SignedAction, SignedReceipt } from "@sedge/protocol";
import type { ConsentState } from "../../consent-state.ts";

/** Actions that carry out a withdrawal: they need no consent, and a Global Privacy Control signal does not stop them. */
const WITHDRAWALS: readonly string[] = ["unlink", "erase"] satisfies SignedAction[];

/**
 * Whether a message for `purpose` may leave now. Beyond the device nothing is given under a privacy text that the page does not name.
 *
 * @param action - Of a signed message.
 */
export function mayLeave(consent: ConsentState, purpose: Purpose, action?: string): boolean {
  if (action !== undefined && WITHDRAWALS.includes(action)) return true;
  if (purpose !== "classify" && (isSignalled(consent) || consent.policyVersion === "")) return false;
  return consent.decided && consent.purposes.includes(purpose);
}

/** Whether Global Privacy Control refuses: this browser's, or that of another device of the person. */
function isSignalled({ globalPrivacyControl, profileSignal }: ConsentState): boolean {
  return globalPrivacyControl || profileSignal === "honoured";
}

/** The visitor's current decision, and what it allows. */
export interface GivenConsent {
  readonly state: () => ConsentState;
  readonly mayLink: () => boolean;
  readonly mayLearn: () => boolean;
  /** What a message states of it. */
  readonly receipt: () => SignedReceipt;
}

/**
 * Promise row 5: the visitor's current decision, about the text that the page names. What the edge names is never repeated: it could
 * name another to each visitor.
 *
 * @param now - Milliseconds since 1970; its day stands in where the decision has none, and is that of the browser's signal, which came after it.
 */
export function receiptOf(consent: ConsentState, now: number): SignedReceipt {
  return {
    purposes: consent.purposes.filter((purpose) => mayLeave(consent, purpose)),
    ...(consent.policyVersion !== "" && { policyVersion: consent.policyVersion }),
    day: (!consent.globalPrivacyControl && consent.day) || new Date(now).toISOString().slice(0, 10),
    ...evidenceOf(consent),
  };
}

/** What proves how the decision was made. A refusal by the browser's Global Privacy Control goes before what was decided. */
function evidenceOf(consent: ConsentState): Pick<SignedReceipt, "policySha256" | "source" | "tcfSha256" | "overrides"> {
  const { policySha256, tcfSha256, source: from, globalPrivacyControl, profileSignal } = consent;
  const source = globalPrivacyControl ? "global-privacy-control" : from;
  return {
    ...(policySha256 !== undefined && { policySha256 }),
    ...(source !== "none" && { source }),
    ...(source === "tcf" && tcfSha256 !== undefined && { tcfSha256 }),
    ...(profileSignal === "overridden" && mayLeave(consent, "link") && { overrides: "global-privacy-control" }),
  };
}

/** What of it goes with a request that no token signs: nothing that fewer people share than need be. */
export function unsignedReceipt({ purposes, policyVersion = "", day }: SignedReceipt): ConsentReceipt {
  return { purposes, policyVersion, day };
}
