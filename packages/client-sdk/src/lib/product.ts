import type { PageKind } from "@sedge/features";
import type { ProductProperties } from "./public/properties.ts";

/** What markup or a call says of product, before names become aliases. Lives for the length of one function call. */
export interface NamedProduct {
  readonly item?: string | undefined;
  readonly category?: string | undefined;
  readonly price?: number | undefined;
}

/** What the site's code says of a page. */
export interface PageWords {
  readonly kind?: PageKind | undefined;
  readonly product: NamedProduct;
  readonly listPage?: number | undefined;
}

/** A product as events contain it. */
export interface AliasedProduct {
  item?: number;
  category?: number;
  price?: number;
}

/** Longest name that is hashed, in UTF-16 code units; what is longer is markup gone wrong. */
const MAX_NAME_CHARS = 200;
const MAX_PRICE = 1e9;

function cleanName(name: string | undefined): string | undefined {
  const trimmed = name?.trim();
  return trimmed ? trimmed.slice(0, MAX_NAME_CHARS) : undefined;
}

/** Replaces names by aliases and leaves out what is empty or out of range. */
export function aliasProduct(product: NamedProduct, alias: (name: string) => number): AliasedProduct {
  const aliased: AliasedProduct = {};
  const item = cleanName(product.item);
  const category = cleanName(product.category);
  if (item !== undefined) aliased.item = alias(`item:${item}`);
  if (category !== undefined) aliased.category = alias(`category:${category}`);
  const { price } = product;
  if (price !== undefined && price >= 0 && price <= MAX_PRICE) aliased.price = price;
  return aliased;
}

/** One description of product filled up from another where it says nothing. */
export function filled(product: NamedProduct, other: NamedProduct | undefined): NamedProduct {
  return {
    item: product.item ?? other?.item,
    category: product.category ?? other?.category,
    price: product.price ?? other?.price,
  };
}

/** Product from a call's properties; null if a property is of another form than documented. */
export function productOfProperties(properties: ProductProperties): NamedProduct | null {
  const { item, category, price } = properties;
  const isName = (name: unknown) => name === undefined || typeof name === "string" || typeof name === "number";
  const isPrice = price === undefined || (typeof price === "number" && price >= 0 && price <= MAX_PRICE);
  if (!isName(item) || !isName(category) || !isPrice) return null;
  return { item: item?.toString(), category: category?.toString(), price };
}
