import type { NamedProduct } from "../product.ts";
import { schemaPrice } from "./price.ts";

/** Bounds of what is read: a page's markup is not ours, and may be large or hostile. */
export const MAX_JSON_LD_CHARS = 200_000;
const MAX_NODES = 500;
const MAX_DEPTH = 6;

type Node = Readonly<Record<string, unknown>>;

/** A product as markup describes it, with what sets it apart. */
export interface DescribedProduct extends NamedProduct {
  /** Names, numbers and addresses of this product alone, in lower case; two descriptions that share one are of one product. */
  readonly ids: readonly string[];
  /** Its name in lower case, and the path of its page, where the markup has them. */
  readonly name: string | undefined;
  readonly path: string | undefined;
}

/** What a page's structured data says. */
export interface StructuredData {
  /** schema.org types without the vocabulary's address. */
  readonly types: readonly string[];
  /** The products described, in the order of the page. */
  readonly products: readonly DescribedProduct[];
  /** Names along the way from the start page to this one. */
  readonly crumbs: readonly string[];
}

export const NO_DATA: StructuredData = { types: [], products: [], crumbs: [] };

const words = (list: string) => new Set(list.split(" "));
/** schema.org's Product and its subclasses. */
const PRODUCTS = words(
  "Product ProductGroup ProductModel IndividualProduct SomeProducts Vehicle Car Motorcycle MotorizedBicycle BusOrCoach Drug DietarySupplement",
);
/** Works that are products where they are offered. */
const WORKS = words(
  "Book Audiobook Movie MusicAlbum MusicRelease VideoGame SoftwareApplication MobileApplication WebApplication Course Periodical Game Map Photograph Painting VisualArtwork",
);

/** Whether types are of something that is sold. */
export function isProduct(types: readonly string[], isOffered: boolean): boolean {
  return types.some((type) => PRODUCTS.has(type) || (isOffered && WORKS.has(type)));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function textOf(value: unknown): string | undefined {
  const one = first(value);
  if (isNode(one)) return textOf(one["name"] ?? one["@value"]);
  return typeof one === "string" || typeof one === "number" ? String(one) : undefined;
}

/** The type's name: `https://schema.org/Product` and `schema:Product` are `Product`. */
export function typeName(type: string): string {
  return type.split(/[/#:]/).pop() ?? "";
}

function typesOf(node: Node): string[] {
  return [node["@type"]].flat().flatMap((type) => (typeof type === "string" ? [typeName(type)] : []));
}

function priceOf(offers: unknown, locale: string | undefined): number | undefined {
  const offer = first(offers);
  if (!isNode(offer)) return undefined;
  const { price, lowPrice, priceSpecification, offers: inner } = offer;
  const nested = priceSpecification ?? inner;
  return schemaPrice(first(price ?? lowPrice), locale) ?? (nested === offers ? undefined : priceOf(nested, locale));
}

/** The path of an address, without the slash at its end. */
export function pathOf(address: string | undefined): string | undefined {
  try {
    return address === undefined
      ? undefined
      : decodeURI(new URL(address, "https://shop.invalid").pathname).replace(/\/+$/, "");
  } catch {
    return undefined;
  }
}

/** A product with what identifies it. */
export function described(
  product: NamedProduct,
  ids: readonly (string | undefined)[],
  name: string | undefined,
  address: string | undefined,
): DescribedProduct {
  const lower = name?.trim().toLowerCase();
  const known = [...ids.map((id) => id?.trim().toLowerCase()), lower].filter((id): id is string => Boolean(id));
  return { ...product, ids: known, name: lower, path: pathOf(address) };
}

function productOf(node: Node, locale: string | undefined): DescribedProduct {
  const { sku, productID, productGroupID, isbn, gtin, gtin13, mpn, name, category, url, hasVariant } = node;
  // Wix writes it with a capital.
  const offers = node["offers"] ?? node["Offers"];
  const variant = first(hasVariant);
  const offer = first(offers);
  const own = [
    productGroupID,
    sku ?? (isNode(offer) ? offer["sku"] : undefined),
    productID,
    isbn,
    gtin,
    gtin13,
    mpn,
    node["@id"],
  ].map(textOf);
  return described(
    {
      item: [...own, textOf(name)].find(Boolean),
      category: textOf(category),
      price:
        priceOf(offers, locale) ??
        (isNode(variant) ? priceOf(variant["offers"] ?? variant["Offers"], locale) : undefined),
    },
    [...own, textOf(url)],
    textOf(name),
    textOf(url) ?? (isNode(offer) ? textOf(offer["url"]) : undefined),
  );
}

function crumbsOf(list: Node): string[] {
  return [list["itemListElement"]].flat().flatMap((entry) => {
    const name = isNode(entry) ? (textOf(entry["name"]) ?? textOf(entry["item"])) : undefined;
    return name ? [name] : [];
  });
}

/** Properties in which a page nests what it is about. */
const NESTED = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"];

/** Reads parsed JSON-LD: the page's own nodes and what they are about, not the people, reviews and shops around them. */
export function readJsonLd(document: unknown, locale?: string): StructuredData {
  const types: string[] = [];
  const products: DescribedProduct[] = [];
  let crumbs: string[] = [];
  let nodes = 0;
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) for (const entry of value) visit(entry, depth);
    else if (isNode(value) && depth <= MAX_DEPTH && nodes++ < MAX_NODES) {
      const own = typesOf(value);
      types.push(...own);
      if (own.includes("BreadcrumbList")) {
        crumbs = crumbsOf(value);
        return;
      }
      if (isProduct(own, "offers" in value || "Offers" in value)) products.push(productOf(value, locale));
      for (const name of NESTED) visit(value[name], depth + 1);
    }
  };
  visit(document, 0);
  return { types, products, crumbs };
}

/** Reads a script's text; malformed or oversized JSON says nothing. */
export function readJsonLdText(text: string, locale?: string): StructuredData {
  if (text.length > MAX_JSON_LD_CHARS) return NO_DATA;
  try {
    // Some themes wrap the script in a comment of HTML or CDATA.
    return readJsonLd(
      JSON.parse(text.replace(/^\s*(?:<!--|\/\/\s*<!\[CDATA\[)|(?:-->|\/\/\s*\]\]>)\s*$/g, "")),
      locale,
    );
  } catch {
    return NO_DATA;
  }
}
