import type { ConsentReceipt } from "@sedge/protocol";
import type { ChannelRecord } from "./channel-record.ts";

/**
 * What a record's consent allows. `policy-outdated`: it was given to another text than the site's present one, and so is none.
 */
export type ConsentDecision =
  | { readonly verdict: "yes"; readonly receipt: ConsentReceipt }
  | { readonly verdict: "no" }
  | { readonly verdict: "withdrawn" }
  | { readonly verdict: "policy-outdated" };

const MS = 1_000;

/** The UTC day of a time in seconds since 1970. */
export function dayOf(seconds: number): string {
  return new Date(seconds * MS).toISOString().slice(0, 10);
}

/**
 * Decides by the record alone. The receipt names the day of the decision, the record's own where none is said, and never one
 * that is still to come.
 *
 * @param policyVersion - The site's present text.
 * @param now - Seconds since 1970.
 */
export function consentDecision(record: ChannelRecord, policyVersion: string, now: number): ConsentDecision {
  if (record.consent === "withdrawn") return { verdict: "withdrawn" };
  if (record.consent === "no") return { verdict: "no" };
  if (record.policyVersion !== policyVersion) return { verdict: "policy-outdated" };
  const [said, today] = [record.consentDay ?? dayOf(record.touch?.at ?? now), dayOf(now)];
  const day = said < today ? said : today;
  const purposes: ConsentReceipt["purposes"] = ["classify", "link", ...(record.learn ? (["learn"] as const) : [])];
  return { verdict: "yes", receipt: { purposes, policyVersion, day } };
}

/** Of two decisions of a person the later one; of one day, the one that gives less. */
export function standingReceipt(one: ConsentReceipt, other: ConsentReceipt): ConsentReceipt {
  if (one.day !== other.day) return one.day > other.day ? one : other;
  return other.purposes.length < one.purposes.length ? other : one;
}
