import * as v from "valibot";
import { oneMore, MAX_COUNT } from "./tally.ts";

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** Running statistics of prices, in the site's own currency. `m2`: sum of squared distances from the mean (Welford). */
const PriceStatistics = v.strictObject({ count: amount, mean: amount, m2: amount });
type PriceStatistics = v.InferOutput<typeof PriceStatistics>;

const NO_PRICES: PriceStatistics = { count: 0, mean: 0, m2: 0 };

/** The statistics with one price more. Once `MAX_COUNT` prices are in, later ones are left out. */
function withPrice(statistics: PriceStatistics, price: number): PriceStatistics {
  if (statistics.count >= MAX_COUNT) return statistics;
  const count = statistics.count + 1;
  const distance = price - statistics.mean;
  const mean = statistics.mean + distance / count;
  return { count, mean: Math.max(0, mean), m2: Math.max(0, statistics.m2 + distance * (price - mean)) };
}

/** Standard deviation over mean, 0 or more; 0 with fewer than two prices or a mean of 0. */
export function variation({ count, mean, m2 }: PriceStatistics): number {
  return count < 2 || mean === 0 ? 0 : Math.sqrt(m2 / count) / mean;
}

/** Items remembered for repeat views, newest last. The longest visit of the clickstream data saw 192 pages. */
export const MAX_ITEMS = 64;
/** Most distinct categories. A view of another category counts as a view, but not as a new category. */
export const MAX_CATEGORIES = 32;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const alias = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff));

/** The product pages of one session, as bounded statistics. Only product pages: what a list shows was not chosen. */
export const ProductTrail = v.strictObject({
  views: count,
  /** Views of an item that was among the last `MAX_ITEMS` different ones. */
  repeats: count,
  items: v.pipe(v.array(alias), v.maxLength(MAX_ITEMS)),
  categories: v.pipe(
    v.array(v.strictObject({ alias, views: count, prices: PriceStatistics })),
    v.maxLength(MAX_CATEGORIES),
  ),
  categorised: count,
  lastCategory: v.nullable(alias),
  switches: count,
  /** Views in a row in the last category, this one included. */
  run: count,
  prices: PriceStatistics,
  firstPrice: v.nullable(amount),
  lastPrice: v.nullable(amount),
  /** Page of the list that the visitor came from, over the views that say one. */
  listPages: v.strictObject({ count, sum: count, first: count, last: count, deepest: count, turns: count }),
});
export type ProductTrail = v.InferOutput<typeof ProductTrail>;

export const EMPTY_TRAIL: ProductTrail = {
  views: 0,
  repeats: 0,
  items: [],
  categories: [],
  categorised: 0,
  lastCategory: null,
  switches: 0,
  run: 0,
  prices: NO_PRICES,
  firstPrice: null,
  lastPrice: null,
  listPages: { count: 0, sum: 0, first: 0, last: 0, deepest: 0, turns: 0 },
};

/** One look at a product page; each part is optional, as a site may mark up only some. */
export interface ProductView {
  readonly item?: number | undefined;
  readonly category?: number | undefined;
  readonly price?: number | undefined;
  readonly listPage?: number | undefined;
}

/** The trail after one more product page. Pure. */
export function follow(trail: ProductTrail, view: ProductView): ProductTrail {
  const seen = { ...trail, views: oneMore(trail.views) };
  return withListPage(withPriceOf(withCategory(withItem(seen, view.item), view), view.price), view.listPage);
}

function withItem(trail: ProductTrail, item: number | undefined): ProductTrail {
  if (item === undefined) return trail;
  const repeats = trail.items.includes(item) ? oneMore(trail.repeats) : trail.repeats;
  const others = trail.items.filter((other) => other !== item);
  return { ...trail, repeats, items: [...others, item].slice(-MAX_ITEMS) };
}

function withCategory(trail: ProductTrail, { category, price }: ProductView): ProductTrail {
  if (category === undefined) return trail;
  const same = trail.lastCategory === category;
  const switched = !same && trail.lastCategory !== null;
  return {
    ...trail,
    categories: withView(trail.categories, category, price),
    categorised: oneMore(trail.categorised),
    lastCategory: category,
    switches: switched ? oneMore(trail.switches) : trail.switches,
    run: same ? oneMore(trail.run) : 1,
  };
}

function withView(categories: ProductTrail["categories"], alias: number, price: number | undefined) {
  const index = categories.findIndex((entry) => entry.alias === alias);
  const { views, prices } = categories[index] ?? { views: 0, prices: NO_PRICES };
  const entry = { alias, views: oneMore(views), prices: price === undefined ? prices : withPrice(prices, price) };
  if (index >= 0) return categories.map((known, at) => (at === index ? entry : known));
  return categories.length < MAX_CATEGORIES ? [...categories, entry] : categories;
}

function withPriceOf(trail: ProductTrail, price: number | undefined): ProductTrail {
  if (price === undefined) return trail;
  return {
    ...trail,
    prices: withPrice(trail.prices, price),
    firstPrice: trail.firstPrice ?? price,
    lastPrice: price,
  };
}

function withListPage(trail: ProductTrail, page: number | undefined): ProductTrail {
  if (page === undefined) return trail;
  const { count: known, sum, first, last, deepest, turns } = trail.listPages;
  return {
    ...trail,
    listPages: {
      count: oneMore(known),
      sum: sum + page,
      first: known === 0 ? page : first,
      last: page,
      deepest: Math.max(deepest, page),
      turns: known > 0 && page !== last ? oneMore(turns) : turns,
    },
  };
}
