import type { Category } from "./category.ts";
import type { Product } from "./catalogue.ts";

/** How the shop's window is dressed. */
export interface Window {
  readonly title: string;
  readonly products: readonly Product[];
  /** Departments, the first first. */
  readonly departments: readonly Category[];
}

interface Dressing {
  readonly title: string;
  readonly departments: readonly Category[];
  /** Sorts what is put in front. */
  readonly order: (a: Product, b: Product) => number;
  readonly fits: (product: Product) => boolean;
}

const byPrice = (a: Product, b: Product) => a.price - b.price;
const discount = ({ price, formerPrice = price }: Product) => 1 - price / formerPrice;

/** The shop's ideas. Its own business: Sedge gives a cluster's id, the shop decides what that cluster is shown. */
const DRESSINGS: readonly [Dressing, ...Dressing[]] = [
  {
    title: "New on the rails",
    departments: ["blouses", "skirts", "trousers", "sale"],
    order: (a, b) => b.index - a.index,
    fits: ({ category }) => category === "blouses",
  },
  {
    title: "Down the furthest",
    departments: ["sale", "blouses", "trousers", "skirts"],
    order: (a, b) => discount(b) - discount(a),
    fits: ({ category }) => category === "sale",
  },
  {
    title: "Good cloth under € 35",
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

/** The dressing for a cluster: the same for the same id, and with few clusters another for each. */
export function merchandise(clusterId: string, catalogue: readonly Product[]): Window {
  const number = Number(clusterId.replace(/\D/g, "")) % DRESSINGS.length;
  const { title, departments, order, fits } = DRESSINGS[number] ?? DRESSINGS[0];
  return { title, departments, products: catalogue.filter(fits).toSorted(order).slice(0, 8) };
}
