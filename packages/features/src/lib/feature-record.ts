import { coordinates } from "./coordinates.ts";
import { returnFeatures } from "./intent/return-trail.ts";
import { emptySession, type Session } from "./session.ts";
import { type ProductTrail, variation } from "./product-trail.ts";
import type { PageKind } from "./event.ts";

/** Counts of actions and of failures. Friction is derived from actions, never from pointer movements. */
function actionFeatures({ events, clicks, repeatedSearches, scroll, startedAt, lastAt, visit }: Session) {
  return {
    /** Whether this installation had a session before, 0 or 1. */
    returning: visit > 1 ? 1 : 0,
    visits: visit,
    /** From the first event to the last, seen or not. */
    sessionSeconds: Math.max(0, lastAt - startedAt) / 1_000,
    clicks: events.click,
    linkClicks: clicks.link,
    buttonClicks: clicks.button,
    fieldClicks: clicks.field,
    itemClicks: clicks.item,
    rageClicks: events["rage-click"],
    deadClicks: events["dead-click"],
    errors: events.error,
    searches: events.search,
    repeatedSearches,
    cartAdds: events["cart-add"],
    cartRemoves: events["cart-remove"],
    checkoutStarts: events["checkout-start"],
    purchases: events.purchase,
    fieldUses: events["field-used"],
    customEvents: events.custom,
    /** Mean and deepest point reached on a page, 0 to 1 of its height. */
    scrollMean: events.scroll === 0 ? 0 : Math.min(1, scroll.sum / events.scroll),
    scrollDeepest: scroll.deepest,
  };
}

/**
 * Month and weekend of a time, in UTC, so that one time gives one record wherever it is computed. Near midnight the
 * visitor's own calendar may differ by a day. Special days are left out: they depend on the shop and its country, which
 * a device does not know.
 */
function calendarFeatures(at: number) {
  const date = new Date(at);
  const month = date.getUTCMonth();
  const day = date.getUTCDay();
  const angle = (month / 12) * 2 * Math.PI;
  const is = (number: number) => (month === number - 1 ? 1 : 0);
  return {
    month01: is(1),
    month02: is(2),
    month03: is(3),
    month04: is(4),
    month05: is(5),
    month06: is(6),
    month07: is(7),
    month08: is(8),
    month09: is(9),
    month10: is(10),
    month11: is(11),
    month12: is(12),
    /** The month on a circle, January at angle 0, -1 to 1. */
    monthSine: Math.sin(angle),
    monthCosine: Math.cos(angle),
    weekend: day === 0 || day === 6 ? 1 : 0,
  };
}

/**
 * Maps page kinds to the three groups of web analytics that the public purchase data counts (Sakar et al. 2018):
 * *administrative* for the visitor's own affairs, *informational* for information about the shop, and *product-related*
 * for the path from the front page to the cart. Two kinds are in no group: a confirmation comes after the purchase that
 * is to be predicted, and `other` is unknown.
 */
const GROUPS = {
  administrative: ["account", "checkout"],
  informational: ["information", "support"],
  productRelated: ["home", "list", "product", "search", "cart"],
} as const satisfies Record<string, readonly PageKind[]>;

function sumOf(values: Session["pages"], kinds: readonly PageKind[]): number {
  return kinds.reduce((sum, kind) => sum + values[kind], 0);
}

/** Pages and visible seconds, by kind and by group. */
function pageFeatures({ pages, dwell }: Session) {
  const pageViews = Object.values(pages).reduce((sum, views) => sum + views, 0);
  const dwellSeconds = Object.values(dwell).reduce((sum, seconds) => sum + seconds, 0);
  const productRelatedPages = sumOf(pages, GROUPS.productRelated);
  const productRelatedSeconds = sumOf(dwell, GROUPS.productRelated);
  return {
    /** Pages of every kind. */
    pageViews,
    homePages: pages.home,
    listPages: pages.list,
    productPages: pages.product,
    searchPages: pages.search,
    cartPages: pages.cart,
    checkoutPages: pages.checkout,
    confirmationPages: pages.confirmation,
    accountPages: pages.account,
    informationPages: pages.information,
    supportPages: pages.support,
    otherPages: pages.other,
    administrativePages: sumOf(pages, GROUPS.administrative),
    administrativeSeconds: sumOf(dwell, GROUPS.administrative),
    informationalPages: sumOf(pages, GROUPS.informational),
    informationalSeconds: sumOf(dwell, GROUPS.informational),
    productRelatedPages,
    productRelatedSeconds,
    /** Visible seconds on pages of every kind. */
    dwellSeconds,
    /** Seconds a page; 0 without a page. */
    secondsPerPage: pageViews === 0 ? 0 : dwellSeconds / pageViews,
    secondsPerProductRelatedPage: productRelatedPages === 0 ? 0 : productRelatedSeconds / productRelatedPages,
    supportSeconds: dwell.support,
    checkoutSeconds: dwell.checkout,
    cartSeconds: dwell.cart,
  };
}

const ratio = (part: number, whole: number, otherwise: number) => (whole === 0 ? otherwise : part / whole);
/** Two prices of one session compared: at most a thousandfold, so that a currency's rounding to 0 stays finite. */
const priceRatio = (price: number | null, reference: number) =>
  price === null || reference === 0 ? 1 : Math.min(price / reference, 1_000);

/**
 * What the product pages say. Prices enter only relative to the session's own, so that a currency does not matter;
 * without a price a ratio is 1, as for a price like any other.
 */
function productFeatures(trail: ProductTrail) {
  const { views, categories, categorised, listPages, prices } = trail;
  const current = categories.find((entry) => entry.alias === trail.lastCategory);
  const mostViews = categories.reduce((most, entry) => Math.max(most, entry.views), 0);
  return {
    /** Product pages, as in `productPages`; here so that the trail reads as one. */
    clickDepth: views,
    differentItems: trail.items.length,
    repeatViews: trail.repeats,
    /** Share of product pages that were seen before, 0 to 1. */
    repeatShare: ratio(trail.repeats, views, 0),
    categoriesSeen: categories.length,
    /** Share of the category most looked at, 0 to 1; 1 before any. */
    mainCategoryShare: ratio(mostViews, categorised, 1),
    categorySwitches: trail.switches,
    /** Switches of category out of those possible, 0 to 1. */
    switchShare: ratio(trail.switches, Math.max(0, categorised - 1), 0),
    /** Product pages in a row in the last category. */
    categoryRun: trail.run,
    /** The last price over the session's mean, and over that of its category within the session. */
    priceToMean: priceRatio(trail.lastPrice, prices.mean),
    priceToCategoryMean: priceRatio(trail.lastPrice, current?.prices.mean ?? 0),
    /** The last price over the first. */
    priceTrend: priceRatio(trail.lastPrice, trail.firstPrice ?? 0),
    /** Standard deviation of the prices over their mean. */
    priceSpread: variation(prices),
    /** Pages of the list that the items were found on, 1 the first; 0 where no page was stated. */
    listPageFirst: listPages.first,
    listPageLast: listPages.last,
    listPageDeepest: listPages.deepest,
    listPageMean: ratio(listPages.sum, listPages.count, 0),
    listPageTurns: listPages.turns,
  };
}

/** Version of the feature record. A model or codebook names the one that it was made for; a changed meaning is a new version. */
export const FEATURE_SCHEMA = "session.v1";

/**
 * A session as named finite numbers: counts, seconds, shares and 0/1 flags, none negative but the month's sine and
 * cosine. Pure: one session gives one record, in a browser, a worker and Node.
 */
export function featureRecord(session: Session) {
  return {
    ...pageFeatures(session),
    ...calendarFeatures(session.startedAt),
    ...actionFeatures(session),
    ...productFeatures(session.products),
    ...coordinates(session.products),
    ...returnFeatures(session.returns),
  };
}

export type FeatureRecord = Readonly<ReturnType<typeof featureRecord>>;
export type FeatureName = keyof FeatureRecord;

/** Every feature's name, in the record's order. */
export const FEATURE_NAMES: readonly string[] = Object.keys(featureRecord(emptySession(0)));

/** The feature of that name, or undefined where this schema has none. */
export function featureNamed(record: FeatureRecord, name: string): number | undefined {
  const values: Readonly<Record<string, number>> = record;
  return Object.hasOwn(record, name) ? values[name] : undefined;
}
