import type { Arrival, ArrivalChannel } from "@sedge/features";
import { isFromElsewhere, type Landing } from "./landing.ts";
import { channelOfHost, channelOfName } from "./known-sources.ts";

/**
 * Click IDs that advertisers' systems add to links, by the channel that they indicate. Only their presence counts;
 * their values are not read.
 */
const CLICK_MARKS: readonly (readonly [channel: ArrivalChannel, marks: string])[] = [
  ["ad", "gclid gbraid wbraid dclid msclkid ttclid twclid li_fat_id epik rdt_cid ScCid"],
  ["email", "mc_eid mc_cid _hsenc mkt_tok vero_id ck_subscriber_id"],
  ["social", "fbclid igshid"],
];

/** Words of `utm_medium`, after the rules of Google Analytics' default channel groups. */
const MEDIA: readonly (readonly [words: RegExp, channel: ArrivalChannel])[] = [
  [/^(?:.*cp[acmv].*|ppc|retargeting|paid.*|display|banner|expandable|interstitial|ads?)$/, "ad"],
  [/^(?:e[-_ ]?mail|newsletter|crm)$/, "email"],
  [/^(?:social(?:[-_ ](?:network|media))?|sm)$/, "social"],
  [/^(?:sms|push|mobile|notification|whatsapp|messenger|chat)$/, "message"],
  [/^(?:organic|search)$/, "search"],
  [/^(?:referral|affiliate.*|link|app|partner)$/, "referral"],
];

function channelOfTags(tags: URLSearchParams): ArrivalChannel | undefined {
  const medium = tags.get("utm_medium")?.trim().toLowerCase();
  const source = tags.get("utm_source")?.trim().toLowerCase();
  const known = medium ? MEDIA.find(([words]) => words.test(medium))?.[1] : undefined;
  return known ?? (source ? (channelOfName(source) ?? "referral") : undefined);
}

/**
 * How a visitor came, judged from the address and the referrer, whose values go no further than this function. Undefined for a
 * step from page to page within the site. Campaign tags go before click marks, and these before the referrer.
 */
export function arrivalOf(landing: Landing): Arrival | undefined {
  const { landingLink, search, referrer, host } = landing;
  const isWithin = referrer !== "" && !isFromElsewhere(referrer, host);
  if (isWithin && landingLink === undefined) return undefined;
  const tags = new URLSearchParams(search);
  const byTags = channelOfTags(tags);
  if (landingLink !== undefined) return { channel: byTags ?? "email", source: "landing-link" };
  if (byTags) return { channel: byTags, source: "campaign" };
  const byMark = CLICK_MARKS.find(([, marks]) => marks.split(" ").some((mark) => tags.has(mark)))?.[0];
  if (byMark) return { channel: byMark, source: "click-mark" };
  if (referrer === "") return { channel: "direct", source: "none" };
  return { channel: channelOfHost(referrer) ?? "referral", source: "referrer" };
}
