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
 * Maps each recorded item to a product of the shop: the items of a category, in the order of their list pages, map to the
 * products of that category in order. Both shops have 18 products per page, so an item keeps its list page, except for a few
 * on incomplete pages of the recorded shop.
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
    if (!product) throw new RangeError(`No product matches item ${item.item} of category ${item.category}.`);
    return product;
  };
}
