import { Refusal } from "@sedge/operator";
import type { ConsentReceipt, Purpose, SignedAction } from "@sedge/protocol";
import type { Site } from "./site.ts";

/**
 * These actions need no consent: a person who has withdrawn may still leave, look and erase. The receipt is stored as
 * proof.
 */
const RIGHTS: ReadonlySet<SignedAction | "record"> = new Set(["unlink", "undo", "export", "erase"]);

/** What an action needs beside `link`, which every use of a link token needs. */
const ALSO: Partial<Record<SignedAction | "record", readonly Purpose[]>> = { ballot: ["learn"] };

/**
 * Refuses what the visitor has not agreed to.
 * @param action - Undefined for unsigned requests, which need `purpose`.
 * @throws {Refusal} `consent-required`, `policy-outdated`
 */
export function checkConsent(
  receipt: ConsentReceipt,
  site: Site,
  action?: SignedAction | "record",
  purpose: Purpose = "link",
): void {
  if (action !== undefined && RIGHTS.has(action)) return;
  const needed = [purpose, ...(action === undefined ? [] : (ALSO[action] ?? []))];
  if (!needed.every((one) => receipt.purposes.includes(one))) throw new Refusal("consent-required");
  if (receipt.policyVersion !== site.policyVersion) throw new Refusal("policy-outdated");
}
