import { Refusal } from "@sedge/operator";
import type { Retention, SignedReceipt, VoteReceipt } from "@sedge/protocol";
import type { Site } from "./site.ts";

const DAY_MS = 86_400_000;

/** The day in UTC, `YYYY-MM-DD`. @param now - Milliseconds since 1970. */
function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** Who shows a receipt, and for what. */
interface Showing extends Pick<Retention, "receiptDays"> {
  readonly isPage: boolean;
  /** Leaving, looking and erasing are nobody's to refuse for a wrong clock. */
  readonly isRight: boolean;
}

/**
 * The receipt with a day that is not in the future. A later one would outlive every withdrawal, or, as a withdrawal, block every
 * consent. A page may be a day ahead, by its clock; what a connector has on file was given before today ends.
 *
 * A consent that is older than the site keeps receipts gives nothing: what has withdrawn it may be forgotten.
 *
 * @param now - Milliseconds since 1970.
 * @throws {Refusal} `malformed-request`, `consent-required`
 */
export function datedReceipt<Receipt extends Pick<SignedReceipt, "day">>(
  receipt: Receipt,
  { isPage, isRight, receiptDays }: Showing,
  now: number,
): Receipt {
  if (receipt.day < dayOf(now - receiptDays * DAY_MS) && !isRight) throw new Refusal("consent-required");
  const latest = dayOf(isPage ? now + DAY_MS : now);
  if (receipt.day > latest && !isRight) throw wrongDay();
  const today = dayOf(now);
  return receipt.day > today ? { ...receipt, day: today } : receipt;
}

/**
 * Refuses a vote's receipt without `learn`, or that was not made today, as far as clocks may differ by a day: it is made with the vote, so
 * that no visitor's own day of decision marks it. The text that the visitor agreed to is the device's to check; what a device of version 5
 * names must be the site's.
 *
 * @param now - Milliseconds since 1970.
 * @throws {Refusal} `consent-required`, `policy-outdated`, `malformed-request`
 */
export function checkVoteReceipt({ purposes, policyVersion, day }: VoteReceipt, site: Site, now: number): void {
  if (!purposes.includes("learn")) throw new Refusal("consent-required");
  if (policyVersion !== undefined && policyVersion !== site.policyVersion) throw new Refusal("policy-outdated");
  if (day < dayOf(now - DAY_MS) || day > dayOf(now + DAY_MS)) throw wrongDay();
}

function wrongDay(): Refusal {
  return new Refusal("malformed-request", { errors: ["receipt.day"] });
}
