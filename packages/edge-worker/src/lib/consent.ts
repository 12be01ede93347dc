import { Refusal } from "@sedge/operator";
import type { ConsentReceipt, SignedAction } from "@sedge/protocol";
import type { Site } from "./site.ts";

/**
 * Whoever has withdrawn, or never saw the present text, may still leave, look and erase: for these the receipt is kept
 * as proof, whatever it says.
 */
const RIGHTS: ReadonlySet<SignedAction | "record"> = new Set(["unlink", "undo", "export", "erase"]);

/**
 * Refuses what the visitor has not agreed to.
 * @param action - Undefined for unsigned requests.
 * @throws {Refusal} `consent-required`, `policy-outdated`
 */
export function checkConsent(receipt: ConsentReceipt, site: Site, action?: SignedAction | "record"): void {
  if (action !== undefined && RIGHTS.has(action)) return;
  if (!receipt.purposes.includes("link")) throw new Refusal("consent-required");
  if (receipt.policyVersion !== site.policyVersion) throw new Refusal("policy-outdated");
}
