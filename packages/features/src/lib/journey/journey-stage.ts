import type { JourneyStage } from "@sedge/protocol";
import { resolution, resolutionFacts } from "../resolution/resolution.ts";
import type { Session } from "../session.ts";

/** Chance that a matter is not settled, from which on it is what the visit is about: likelier than not. */
const TROUBLE = 0.5;
/** Product pages of one visit from which on it is more than a glance. */
const MORE_THAN_A_GLANCE = 3;
/** Days without a visit after which a returning visitor counts as lapsed: a quarter, in which seasons and seasonal products change. */
const LAPSED_DAYS = 90;
/** Days for which what was bought is taken to be in use. */
const IN_USE_DAYS = 365;

/** What the device's own history says beside the visit. Null: never. */
export interface EarlierVisits {
  /** Days from the visit before to this one. */
  readonly daysAway: number | null;
  /** Days since something was bought, this visit included. */
  readonly daysSinceBought: number | null;
}

/**
 * The stage of the visitor of a device, by its exact history; the first of these that holds. Rules, not learnt. Pure.
 *
 * | stage | rule |
 * |---|---|
 * | `trouble` | the matter is likelier not settled than settled (`resolution`) |
 * | `buy` | a purchase in this visit, or a checkout begun |
 * | `intend` | something is in the cart |
 * | `lapse` | 90 days or more away, and no more than a glance since |
 * | `use` | bought within a year |
 * | `consider` | not the first visit, or 3 product pages seen |
 * | `first-visit` | else |
 */
export function journeyStage(session: Session, { daysAway, daysSinceBought }: EarlierVisits): JourneyStage {
  const { events, products, visit } = session;
  if (resolution(resolutionFacts(session)).unresolved >= TROUBLE) return "trouble";
  if (events.purchase > 0 || events["checkout-start"] > 0) return "buy";
  if (events["cart-add"] > events["cart-remove"]) return "intend";
  if (daysAway !== null && daysAway >= LAPSED_DAYS && products.views < MORE_THAN_A_GLANCE) return "lapse";
  if (daysSinceBought !== null && daysSinceBought <= IN_USE_DAYS) return "use";
  return visit > 1 || products.views >= MORE_THAN_A_GLANCE ? "consider" : "first-visit";
}
