import { CATEGORIES, type Category, CATEGORY_TEXT, LIST_PAGE_SIZE } from "./category.ts";
import { type Colour, COLOURS } from "./colour.ts";
import type { Garment } from "./garment.ts";
import { lcg } from "./lcg.ts";

/** A product of the demonstration shop. */
export interface Product {
  /** Such as `trousers-07`; also part of its URL. */
  readonly id: string;
  readonly category: Category;
  readonly name: string;
  readonly garment: Garment;
  readonly cloth: string;
  readonly colour: Colour;
  /** Whole euros, 18 to 82. */
  readonly price: number;
  /** The price before the sale; absent outside the sale. */
  readonly formerPrice?: number;
  /** Position in its category, from 0. */
  readonly index: number;
  /** Page of its category's list, from 1. */
  readonly listPage: number;
}

const GARMENTS_OF: Readonly<Record<Category, readonly Garment[]>> = {
  trousers: ["straight trousers", "wide-leg trousers", "tapered trousers", "cropped trousers"],
  skirts: ["A-line skirt", "pencil skirt", "pleated skirt", "maxi skirt"],
  blouses: ["button blouse", "wrap blouse", "bow blouse", "sleeveless top"],
  sale: [
    "shirt dress",
    "cardigan",
    "straight trousers",
    "pleated skirt",
    "wrap blouse",
    "A-line skirt",
    "button blouse",
    "cropped trousers",
  ],
};

/** Names of product lines: plants and animals that live by water. */
const LINES = [
  "Alder",
  "Avocet",
  "Bittern",
  "Bulrush",
  "Coot",
  "Crake",
  "Curlew",
  "Damsel",
  "Dipper",
  "Dunlin",
  "Egret",
  "Eider",
  "Fen",
  "Gadwall",
  "Godwit",
  "Grebe",
  "Harrier",
  "Heron",
  "Iris",
  "Kingfisher",
  "Knot",
  "Lapwing",
  "Mallow",
  "Marten",
  "Merganser",
  "Osier",
  "Osprey",
  "Otter",
  "Pintail",
  "Plover",
  "Reed",
  "Rush",
  "Sandpiper",
  "Shoveler",
  "Snipe",
  "Sorrel",
  "Spoonbill",
  "Stilt",
  "Swift",
  "Teal",
  "Tern",
  "Wagtail",
  "Warbler",
  "Whimbrel",
  "Widgeon",
  "Willow",
] as const;

const CLOTHS = [
  "washed linen",
  "cotton twill",
  "wool crêpe",
  "organic cotton",
  "corduroy",
  "lyocell",
  "cotton poplin",
] as const;
const PRICE_RANGE: Readonly<Record<Category, readonly [low: number, high: number]>> = {
  trousers: [28, 68],
  skirts: [30, 72],
  blouses: [22, 62],
  sale: [18, 54],
};

const SEED = 2008;

function pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[], random: () => number): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError("Nothing to pick from.");
  return value;
}

function productsOf(category: Category, seed: number): Product[] {
  const random = lcg(seed);
  const garments = GARMENTS_OF[category];
  const [low, high] = PRICE_RANGE[category];
  return Array.from({ length: CATEGORY_TEXT[category].size }, (_, index): Product => {
    const garment = pick(garments, random);
    // The mean of two draws, so that most prices are in the middle of the range.
    const price = Math.round(low + ((high - low) * (random() + random())) / 2);
    const line = LINES[(index * 7 + seed) % LINES.length] ?? "Sedge";
    const former = category === "sale" ? { formerPrice: Math.round(price * (1.25 + random() * 0.5)) } : {};
    return {
      id: `${category}-${String(index + 1).padStart(2, "0")}`,
      category,
      name: `${line} ${garment}`,
      garment,
      cloth: pick(CLOTHS, random),
      colour: pick(COLOURS, random),
      price,
      ...former,
      index,
      listPage: Math.floor(index / LIST_PAGE_SIZE) + 1,
    };
  });
}

/** All 218 products in four categories, the same on every machine. */
export const CATALOGUE: readonly Product[] = CATEGORIES.flatMap((category, number) =>
  productsOf(category, SEED + number),
);

const BY_ID = new Map(CATALOGUE.map((product) => [product.id, product]));

export function productById(id: string): Product | undefined {
  return BY_ID.get(id);
}

export function productsIn(category: Category): readonly Product[] {
  return CATALOGUE.filter((product) => product.category === category);
}

/** One page of a category's list, from 1; empty beyond the last. */
export function listPage(category: Category, page: number): readonly Product[] {
  return productsIn(category).filter((product) => product.listPage === page);
}

/** Products whose name, cloth, colour or category contains every word of `query`. */
export function searchCatalogue(query: string): readonly Product[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const textOf = ({ name, cloth, colour, category }: Product) =>
    `${name} ${cloth} ${colour.name} ${category}`.toLowerCase();
  return CATALOGUE.filter((product) => words.every((word) => textOf(product).includes(word)));
}
