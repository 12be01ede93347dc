import type { ProductTrail } from "./product-trail.ts";
import { variation } from "./price-statistics.ts";

const ratio = (part: number, whole: number, otherwise: number) => (whole === 0 ? otherwise : part / whole);
/** Two prices of one session compared: at most a thousandfold, so that a currency's rounding to 0 stays finite. */
const priceRatio = (price: number | null, reference: number) =>
  price === null || reference === 0 ? 1 : Math.min(price / reference, 1_000);

/**
 * What the product pages say. Prices enter only relative to the session's own, so that a currency does not matter;
 * without a price a ratio is 1, as for a price like any other.
 */
export function productFeatures(trail: ProductTrail) {
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
