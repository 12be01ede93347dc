import type { NamedProduct } from "../product.ts";
import { schemaPrice, textPrice } from "./price.ts";

/** Bounds of what is read: a page's markup is not ours, and may be large or hostile. */
export const MAX_JSON_LD_CHARS = 200_000;
const MAX_NODES = 500;
const MAX_DEPTH = 6;

type Node = Readonly<Record<string, unknown>>;

/** What a page's structured data says. */
export interface StructuredData {
  /** schema.org types without the vocabulary's address. */
  readonly types: readonly string[];
  /** The products described, in the order of the page. */
  readonly products: readonly NamedProduct[];
}

export const NO_DATA: StructuredData = { types: [], products: [] };

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return textOf(value[0]);
  if (isNode(value)) return textOf(value["name"]);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** The type's name: `https://schema.org/Product` and `schema:Product` are `Product`. */
export function typeName(type: string): string {
  return type.split(/[/#:]/).pop() ?? "";
}

function typesOf(node: Node): string[] {
  return [node["@type"]].flat().flatMap((type) => (typeof type === "string" ? [typeName(type)] : []));
}

function priceOf(offers: unknown, locale: string | undefined): number | undefined {
  const offer: unknown = Array.isArray(offers) ? offers[0] : offers;
  if (!isNode(offer)) return undefined;
  const { price, lowPrice, priceSpecification } = offer;
  return (
    schemaPrice(first(price ?? lowPrice), locale) ??
    (priceSpecification === offers ? undefined : priceOf(priceSpecification, locale))
  );
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function productOf(node: Node, locale: string | undefined): NamedProduct {
  const { sku, productID, gtin, mpn, name, category, offers } = node;
  return {
    item: [sku, productID, gtin, mpn, node["@id"], name].map(textOf).find(Boolean),
    category: textOf(category),
    price: priceOf(offers, locale),
  };
}

/** Properties in which a page nests what it is about. */
const NESTED = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"];

/** Reads parsed JSON-LD: the page's own nodes and what they are about, not the people, reviews and shops around them. */
export function readJsonLd(document: unknown, locale?: string): StructuredData {
  const types: string[] = [];
  const products: NamedProduct[] = [];
  let nodes = 0;
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) for (const entry of value) visit(entry, depth);
    else if (isNode(value) && depth <= MAX_DEPTH && nodes++ < MAX_NODES) {
      const own = typesOf(value);
      types.push(...own);
      if (own.includes("Product")) products.push(productOf(value, locale));
      for (const name of NESTED) visit(value[name], depth + 1);
    }
  };
  visit(document, 0);
  return { types, products };
}

/** Reads a script's text; malformed or oversized JSON says nothing. */
export function readJsonLdText(text: string, locale?: string): StructuredData {
  if (text.length > MAX_JSON_LD_CHARS) return NO_DATA;
  try {
    return readJsonLd(JSON.parse(text), locale);
  } catch {
    return NO_DATA;
  }
}

/** Most marked-up elements that are looked at. */
const MAX_ELEMENTS = 200;

/** The value of an item's property: attribute before text, as the HTML standard's microdata section orders them. */
function property(item: Element, name: string): string | undefined {
  const element = item.querySelector(`[itemprop~="${name}"]`);
  const value = machineValue(element) ?? element?.textContent;
  return value?.trim() || undefined;
}

function machineValue(element: Element | null): string | null | undefined {
  return element?.getAttribute("content") ?? element?.getAttribute("value");
}

/** The language that an element's text is in, where the page says it. */
export function localeOf(element: Element | null | undefined): string | undefined {
  return element?.closest("[lang]")?.getAttribute("lang") || undefined;
}

/** A price is a number in an attribute, and as people write it in text. */
function priceIn(item: Element): number | undefined {
  const element = item.querySelector('[itemprop~="price"]') ?? item.querySelector('[itemprop~="lowPrice"]');
  const machine = machineValue(element);
  const locale = localeOf(element);
  return machine === null || machine === undefined
    ? textPrice(element?.textContent, locale)
    : schemaPrice(machine, locale);
}

/** Product of one element marked up as a schema.org Product. */
export function productOfMicrodata(item: Element): NamedProduct {
  return {
    item: property(item, "sku") ?? property(item, "productID") ?? property(item, "name"),
    category: property(item, "category"),
    price: priceIn(item),
  };
}

/** The page's microdata. Products inside another item's property (a review's product, similar product) are not the page's. */
export function readMicrodata(root: ParentNode): StructuredData {
  const types: string[] = [];
  const products: NamedProduct[] = [];
  for (const element of [...root.querySelectorAll('[itemtype*="schema.org/"]')].slice(0, MAX_ELEMENTS)) {
    const own = (element.getAttribute("itemtype") ?? "").split(/\s+/).map(typeName);
    const role = element.getAttribute("itemprop");
    if (role !== null && !/mainEntity|itemListElement|^item$/.test(role)) continue;
    types.push(...own);
    if (own.includes("Product")) products.push(productOfMicrodata(element));
  }
  return { types, products };
}
