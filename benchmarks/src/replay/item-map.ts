import type { ClickSession } from "@sedge/models/clickstream";
import { type Product, productsIn } from "@sedge/shop/catalogue";

/** The set's four categories, in the order of its numbers. */
const CATEGORY_OF = ["trousers", "skirts", "blouses", "sale"] as const;

type Item = ClickSession["clicks"][number];

const keyOf = ({ category, item, listPage }: Item) => `${category}/${listPage}/${item}`;

function inShopOrder(a: Item, b: Item): number {
  return a.category - b.category || a.listPage - b.listPage || a.item - b.item;
}

/**
 * Which of the shop's products stands for each recorded item: the items of a category, in the order of their list pages,
 * become the products of that category in theirs. Both shops have 18 products a page, so that an item keeps its list page,
 * but for a few where the recorded shop's pages were not full.
 */
export function itemMap(sessions: readonly ClickSession[]): (item: Item) => Product {
  const items = new Map(sessions.flatMap(({ clicks }) => clicks.map((click) => [keyOf(click), click] as const)));
  const products = new Map<string, Product>();
  for (const [index, category] of CATEGORY_OF.entries()) {
    const rail = productsIn(category);
    const recorded = [...items.values()].filter((item) => item.category === index + 1).toSorted(inShopOrder);
    for (const [place, item] of recorded.entries()) {
      const product = rail[place % rail.length];
      if (product) products.set(keyOf(item), product);
    }
  }
  return (item) => {
    const product = products.get(keyOf(item));
    if (!product) throw new RangeError(`No product stands for item ${item.item} of category ${item.category}.`);
    return product;
  };
}
