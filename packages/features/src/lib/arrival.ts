import * as v from "valibot";

/** How a visit came in: by which kind of place the visitor was brought. */
export const ARRIVAL_CHANNELS = [
  "direct",
  "search",
  "ad",
  "social",
  "email",
  "message",
  "assistant",
  "referral",
] as const;
export type ArrivalChannel = (typeof ARRIVAL_CHANNELS)[number];

/**
 * How the arrival was determined: campaign tags, an advertiser's click ID, the referrer, a landing link, or not at all.
 */
export const ARRIVAL_SOURCES = ["none", "campaign", "click-mark", "referrer", "landing-link"] as const;

/**
 * How a visit arrived, judged on the device from the landing page's address and referrer. Two words out of short lists: no
 * address, no campaign's name and no mark's value is kept.
 */
export const Arrival = v.strictObject({
  channel: v.picklist(ARRIVAL_CHANNELS),
  source: v.picklist(ARRIVAL_SOURCES),
});
export type Arrival = v.InferOutput<typeof Arrival>;

/** The arrival that a session goes by: the last that names a channel, as a direct one only says that nothing else is known. */
export function latestArrival(before: Arrival | undefined, now: Arrival | undefined): Arrival | undefined {
  return now === undefined || (now.channel === "direct" && before !== undefined) ? before : now;
}
