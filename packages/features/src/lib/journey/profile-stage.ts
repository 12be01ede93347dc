import type { Channel, JourneyStage } from "@sedge/protocol";
import type { ChannelRole } from "../channels/channel-definition.ts";
import { channelsOf } from "../channels/registry.ts";
import type { DescribedFeatures } from "./described-features.ts";

const WEEK = 7 * 24;
const YEAR = 365 * 24;

/** How recently a channel must have been seen for its signs to count, in hours; `stageHours` names them all. */
const TROUBLE_HOURS = WEEK;
const BUY_HOURS = 24;
const INTEND_HOURS = WEEK;
const IN_USE_HOURS = YEAR;
const LAPSED_HOURS = 90 * 24;

/** Hours after which a channel's silence may change the stage. */
export const STAGE_HOURS: readonly number[] = [BUY_HOURS, WEEK, LAPSED_HOURS, YEAR];

/** A share of contacts, or of a device's messages, from which on it is most of them. */
const MOST = 0.5;
/** `depth` of some 9 product pages, and of 3: ln(1 + n) / ln(41). */
const DEEP = 0.6;
const MORE_THAN_A_GLANCE = 0.37;
/** Share of e-mails with followed links from which a person counts as interested: twice the usual. */
const FOLLOWS_MAIL = 0.1;

/**
 * The stage of a profile as the edge can estimate it: from the means of cells that k people share, and how many hours ago each
 * channel was seen. Coarser than what a device knows of its own visitor. The first of these that applies; rules, not
 * learnt. Pure.
 *
 * | stage | rule |
 * |---|---|
 * | `trouble` | within a week: most contacts unresolved or displeased, or most of a device's messages faults |
 * | `buy` | a purchase channel (`shop-till`) was seen within a day |
 * | `lapse` | nothing was seen for 90 days or more |
 * | `intend` | within a week: visits of some 9 product pages |
 * | `use` | within a year: a purchase, or a device of the person's |
 * | `consider` | visits of 3 product pages, mail that is followed, or two channels |
 * | `first-visit` | else |
 *
 * @param since - Hours since each channel was last seen.
 */
export function profileStage(
  described: DescribedFeatures,
  since: Partial<Record<Channel | "any", number>>,
): JourneyStage {
  const isWithin = (channel: Channel | "any", hours: number) => (since[channel] ?? Infinity) <= hours;
  const shows = (channel: Channel, feature: string, least: number, hours: number) =>
    isWithin(channel, hours) && (described[channel]?.[feature] ?? 0) >= least;
  const someShows = (role: ChannelRole, feature: string, least: number, hours: number) =>
    channelsOf(role).some((channel) => shows(channel, feature, least, hours));
  const isSeen = (role: ChannelRole, hours: number) => channelsOf(role).some((channel) => isWithin(channel, hours));
  const isTroubled =
    someShows("conversation", "unresolved", MOST, TROUBLE_HOURS) ||
    someShows("conversation", "displeased", MOST, TROUBLE_HOURS) ||
    someShows("device", "faults", MOST, TROUBLE_HOURS);
  if (isTroubled) return "trouble";
  if (isSeen("purchase", BUY_HOURS)) return "buy";
  if (since.any !== undefined && since.any > LAPSED_HOURS) return "lapse";
  if (someShows("visit", "depth", DEEP, INTEND_HOURS)) return "intend";
  if (isSeen("purchase", IN_USE_HOURS) || isSeen("device", IN_USE_HOURS)) return "use";
  const isLooking =
    someShows("visit", "depth", MORE_THAN_A_GLANCE, YEAR) ||
    someShows("mail", "clicked", FOLLOWS_MAIL, YEAR) ||
    Object.keys(since).filter((channel) => channel !== "any").length > 1;
  return isLooking ? "consider" : "first-visit";
}
