import type { Category } from "./category.ts";
import type { Product } from "./catalogue.ts";

/** What the shop shows first to a cluster. */
export interface StoreFront {
  readonly title: string;
  readonly products: readonly Product[];
  /** Departments in the order of the home page. */
  readonly departments: readonly Category[];
}

interface Arrangement {
  readonly title: string;
  readonly departments: readonly Category[];
  /** Sorts the selected products. */
  readonly order: (a: Product, b: Product) => number;
  readonly fits: (product: Product) => boolean;
}

const byPrice = (a: Product, b: Product) => a.price - b.price;
const discount = ({ price, formerPrice = price }: Product) => 1 - price / formerPrice;

/** The shop's arrangements. Sedge returns a cluster ID, and the shop decides what that cluster sees. */
const ARRANGEMENTS: readonly [Arrangement, ...Arrangement[]] = [
  {
    title: "New arrivals",
    departments: ["blouses", "skirts", "trousers", "sale"],
    order: (a, b) => b.index - a.index,
    fits: ({ category }) => category === "blouses",
  },
  {
    title: "Biggest reductions",
    departments: ["sale", "blouses", "trousers", "skirts"],
    order: (a, b) => discount(b) - discount(a),
    fits: ({ category }) => category === "sale",
  },
  {
    title: "Favourites under € 35",
    departments: ["trousers", "blouses", "skirts", "sale"],
    order: byPrice,
    fits: ({ category, price }) => category !== "sale" && price < 35,
  },
  {
    title: "Made to last",
    departments: ["skirts", "trousers", "blouses", "sale"],
    order: (a, b) => byPrice(b, a),
    fits: ({ category }) => category === "skirts" || category === "trousers",
  },
];

/** The store front of a cluster. The same ID always gets the same one; neighbouring IDs get different ones. */
export function merchandise(clusterId: string, catalogue: readonly Product[]): StoreFront {
  const number = Number(clusterId.replace(/\D/g, "")) % ARRANGEMENTS.length;
  const { title, departments, order, fits } = ARRANGEMENTS[number] ?? ARRANGEMENTS[0];
  return { title, departments, products: catalogue.filter(fits).toSorted(order).slice(0, 8) };
}
