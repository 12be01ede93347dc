import type { ClickSession } from "./clickstream.ts";
import type { Random } from "./random.ts";

/**
 * Visits drawn at random, nobody's: 1 to 20 product pages in some number of categories, items, price levels and list
 * pages of its own. They fill the feature space where one shop's visitors did not happen to go.
 */
export function drawnVisits(count: number, random: Random): ClickSession[] {
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  return Array.from({ length: count }, (_, index) => {
    const [categories, items, prices, listPages] = [upTo(6), upTo(60), upTo(90), upTo(8)];
    const clicks = Array.from({ length: upTo(20) }, () => ({
      category: upTo(categories),
      item: upTo(items),
      price: 5 + upTo(prices),
      priceAboveMean: random() < 0.5,
      listPage: upTo(listPages),
    }));
    return { id: `drawn-${index}`, month: 5, day: 1, clicks };
  });
}
