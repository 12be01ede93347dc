import type { ConsentReceipt } from "@sedge/protocol";
import type { ChannelRecord } from "./channel-record.ts";

/**
 * What a record's consent allows. `policy-outdated`: consent to another policy version, which does not count. `unstated`:
 * the record does not say; it changes nothing.
 */
export type ConsentDecision =
  | { readonly verdict: "yes"; readonly receipt: ConsentReceipt }
  | { readonly verdict: "no" }
  | { readonly verdict: "unstated" }
  | { readonly verdict: "withdrawn" }
  | { readonly verdict: "policy-outdated" };

const MS = 1_000;

/** The UTC day of a time in seconds since 1970. */
export function dayOf(seconds: number): string {
  return new Date(seconds * MS).toISOString().slice(0, 10);
}

/**
 * Decides from the record alone. The receipt has the day of the decision, or the record's own day if none is stated,
 * and never a future day.
 *
 * @param policyVersion - The site's current policy version.
 * @param now - Seconds since 1970.
 */
export function consentDecision(record: ChannelRecord, policyVersion: string, now: number): ConsentDecision {
  if (record.consent === undefined) return { verdict: "unstated" };
  if (record.consent === "withdrawn") return { verdict: "withdrawn" };
  if (record.consent === "no") return { verdict: "no" };
  if (record.policyVersion !== policyVersion) return { verdict: "policy-outdated" };
  const [stated, today] = [record.consentDay ?? dayOf(record.touch?.at ?? now), dayOf(now)];
  const day = stated < today ? stated : today;
  const purposes: ConsentReceipt["purposes"] = ["classify", "link", ...(record.learn ? (["learn"] as const) : [])];
  return { verdict: "yes", receipt: { purposes, policyVersion, day } };
}

/**
 * The later of a person's two decisions; of the same day, the one with fewer purposes.
 *
 * @param isSilent - Whether `other` says nothing about learning, so that it takes no consent to it back.
 */
export function newerReceipt(one: ConsentReceipt, other: ConsentReceipt, isSilent: boolean): ConsentReceipt {
  if (isSilent && one.purposes.includes("learn") && one.policyVersion === other.policyVersion) return one;
  if (one.day !== other.day) return one.day > other.day ? one : other;
  return other.purposes.length < one.purposes.length ? other : one;
}
