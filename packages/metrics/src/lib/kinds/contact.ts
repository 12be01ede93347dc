import { type Channel, CHANNELS } from "@sedge/protocol";
import { drawn, type MetricKindRules } from "./metric-kind-rules.ts";

export const CONTACT_OUTCOMES = ["solved", "came-back", "unknown"] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];

/** Contacts whose outcome became known in the window. */
export interface ContactFacts {
  readonly contacts: readonly {
    /** Support intent, or topic of the site's own set. */
    readonly intent: string;
    readonly channel: Channel;
    readonly outcome: ContactOutcome;
    readonly frustration: "calm" | "frustrated";
  }[];
}

/** How long somebody has to come back with the same problem, in seconds: a day. */
export const RETURN_SECONDS = 86_400;

/** A contact as the device or the connector remembers it; times in seconds since 1970. */
export interface RememberedContact {
  readonly at: number;
  /** The channel's own record says that it was solved. */
  readonly isSolved: boolean;
  /** The next contact about the same intent, on any channel. */
  readonly nextAt: number | null;
}

/**
 * The outcome of a contact, and when it became known: that window's vote has it. Null while the day is not over and nobody came
 * back; nothing about it is sent until then.
 */
export function contactOutcome(
  { at, isSolved, nextAt }: RememberedContact,
  now: number,
): { readonly outcome: ContactOutcome; readonly knownAt: number } | null {
  const end = at + RETURN_SECONDS;
  if (nextAt !== null && nextAt <= now && nextAt < end) return { outcome: "came-back", knownAt: nextAt };
  if (now < end) return null;
  return { outcome: isSolved ? "solved" : "unknown", knownAt: end };
}

/** Why do people contact us, how do they feel, and was it solved? One of the contacts is drawn. */
export const contact: MetricKindRules<ContactFacts> = {
  dimensions: [
    { name: "intent" },
    { name: "channel", allowed: () => CHANNELS },
    { name: "outcome", allowed: () => CONTACT_OUTCOMES, required: CONTACT_OUTCOMES },
    { name: "frustration", allowed: () => ["calm", "frustrated"], required: ["calm", "frustrated"] },
  ],
  answer({ contacts }, _, choose) {
    const one = drawn(contacts, choose);
    return one && { intent: one.intent, channel: one.channel, outcome: one.outcome, frustration: one.frustration };
  },
};
