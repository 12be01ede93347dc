/** The shop's four departments, in the order of its menu. */
export const CATEGORIES = ["trousers", "skirts", "blouses", "sale"] as const;
export type Category = (typeof CATEGORIES)[number];

export interface CategoryText {
  readonly title: string;
  readonly lead: string;
  /** Number of products. */
  readonly size: number;
}

/** Sizes match the shop of the public clickstream data set, so that its visits can be replayed. */
export const CATEGORY_TEXT: Readonly<Record<Category, CategoryText>> = {
  trousers: { title: "Trousers", lead: "Cut for walking: high waists, deep pockets, room at the knee.", size: 43 },
  skirts: { title: "Skirts", lead: "Pleats, wraps and straight lines, from knee to ankle.", size: 34 },
  blouses: { title: "Blouses", lead: "Washed cotton, linen and crêpe that need little ironing.", size: 59 },
  sale: { title: "Sale", lead: "Last sizes and last season, until they are gone.", size: 82 },
};

/** Products on one page of a list. */
export const LIST_PAGE_SIZE = 18;

export function isCategory(text: string): text is Category {
  return (CATEGORIES as readonly string[]).includes(text);
}

export function listPages(category: Category): number {
  return Math.ceil(CATEGORY_TEXT[category].size / LIST_PAGE_SIZE);
}
