import type { ProductProperties, PageKind } from "../public/properties.ts";
import { schemaPrice } from "../capture/price.ts";
import type { Identifiers } from "../public/identifiers.ts";

/** What a site's tag manager was given, in Sedge's words. There is no other field that anything could come in by. */
export type Announcement =
  | { readonly kind: "page"; readonly page: PageKind | undefined; readonly product: ProductProperties }
  | { readonly kind: "track"; readonly name: TrackedName; readonly product: ProductProperties }
  | { readonly kind: "identify"; readonly identifiers: Identifiers }
  | { readonly kind: "reset" };

type TrackedName = "cart-add" | "cart-remove" | "checkout-start" | "purchase" | "search";

/** Most lines of one order or cart that are looked at. */
const MAX_LINES = 20;

type Fields = Readonly<Record<string, unknown>>;

/** The value as an object whose properties may be looked at; one without any for everything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** A list's entries as objects, the first few. */
export function linesOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.slice(0, MAX_LINES).map(fieldsOf) : [];
}

function nameIn(fields: Fields, names: readonly string[]): string | number | undefined {
  const values = names.map((name) => fields[name]);
  return values.find(
    (value): value is string | number => (typeof value === "string" && value !== "") || Number.isFinite(value),
  );
}

/** Product from the named properties and no others: the first name with a value. */
export function productIn(fields: Fields, items: readonly string[], categories: readonly string[]): ProductProperties {
  const item = nameIn(fields, items);
  const category = nameIn(fields, categories);
  const price = schemaPrice(fields["price"]);
  return {
    ...(item !== undefined && { item }),
    ...(category !== undefined && { category }),
    ...(price !== undefined && price >= 0 && price <= 1e9 && { price }),
  };
}

/** That each of some lines was put into the cart, or taken out of it. */
export function cartLines(name: "cart-add" | "cart-remove", product: readonly ProductProperties[]): Announcement[] {
  const lines = product.length > 0 ? product : [{}];
  return lines.map((line) => ({ kind: "track", name, product: line }));
}

/** A page of a kind, and what it is about. */
export function pageOf(page: PageKind | undefined, product: ProductProperties = {}): Announcement {
  return { kind: "page", page, product };
}

/** That something happened which has no product. */
export function step(name: "checkout-start" | "purchase" | "search"): Announcement {
  return { kind: "track", name, product: {} };
}
