import { type ProductTrail, variation } from "./product-trail.ts";

const clamp = (x: number) => Math.min(1, Math.max(0, x));

/** Product pages at which `depth` is 1: 98.8 % of the visits of the clickstream data have fewer. */
const DEEP_VIEWS = 40;
/** Variation of prices at which `spread` is 1. */
const WIDE_SPREAD = 0.5;

/**
 * The coordinates that codebooks are made of: each 0 to 1, so that a Euclidean distance weighs them alike.
 *
 * | name | 0 | 1 | rule |
 * |---|---|---|---|
 * | `depth` | no product page | 40 or more | ln(1 + n) / ln(41) |
 * | `breadth` | one category | evenly over very many | 1 - sum of squared shares of the categories |
 * | `wandering` | stays in its category | changes it with every page | switches / (n - 1) |
 * | `return` | every item once | the same item again and again | repeat views / (n - 1) |
 * | `paging` | first page of the lists | far down | 1 - 1 / mean list page |
 * | `spread` | one price | prices far apart | variation / 0.5, at most 1 |
 * | `climb` | last price near 0 beside the mean | far above it | p / (p + mean); 0.5 is the mean itself |
 */
export function coordinates(trail: ProductTrail) {
  const { views, categories, categorised, listPages, prices } = trail;
  const inCategories = categories.reduce((sum, entry) => sum + entry.views, 0);
  const concentration = categories.reduce((sum, entry) => sum + (entry.views / inCategories) ** 2, 0);
  const meanListPage = listPages.count === 0 ? 1 : listPages.sum / listPages.count;
  const lastPrice = trail.lastPrice ?? 0;
  return {
    depth: clamp(Math.log1p(views) / Math.log1p(DEEP_VIEWS)),
    breadth: inCategories === 0 ? 0 : clamp(1 - concentration),
    wandering: categorised < 2 ? 0 : clamp(trail.switches / (categorised - 1)),
    return: views < 2 ? 0 : clamp(trail.repeats / (views - 1)),
    paging: clamp(1 - 1 / Math.max(1, meanListPage)),
    spread: clamp(variation(prices) / WIDE_SPREAD),
    climb: lastPrice + prices.mean === 0 ? 0.5 : clamp(lastPrice / (lastPrice + prices.mean)),
  };
}
