import type { Purpose, SignedAction } from "@sedge/protocol";
import type { ConsentState } from "../../consent-state.ts";

/** Actions that carry out a withdrawal: they need no consent, and a Global Privacy Control signal does not stop them. */
const WITHDRAWALS: readonly string[] = ["unlink", "erase"] satisfies SignedAction[];

/** Whether a message for `purpose` may leave now. `action`: of a signed message. */
export function mayLeave(consent: ConsentState, purpose: Purpose, action?: string): boolean {
  if (action !== undefined && WITHDRAWALS.includes(action)) return true;
  if (purpose !== "classify" && consent.globalPrivacyControl) return false;
  return consent.decided && consent.purposes.includes(purpose);
}
