import type { ProductProperties } from "../public/properties.ts";
import { type Announcement, cartLines, fieldsOf, productIn, linesOf, pageOf, step } from "./announcement.ts";

/** The methods that are read. Others are passed on without a look. */
export const SEGMENT_METHODS = ["track", "page", "identify", "reset"] as const;
export type SegmentMethod = (typeof SEGMENT_METHODS)[number];

type Meaning = (product: ProductProperties) => Announcement[];

/** What a track call means, by the event's name in the e-commerce part of Segment's spec, in lower case. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["product viewed", (product) => [pageOf("product", product)]],
  ["product list viewed", ({ category }) => [pageOf("list", category === undefined ? {} : { category })]],
  ["products searched", () => [step("search")]],
  ["cart viewed", () => [pageOf("cart")]],
  ["product added", (product) => cartLines("cart-add", [product])],
  ["product removed", (product) => cartLines("cart-remove", [product])],
  ["checkout started", () => [step("checkout-start")]],
  ["order completed", () => [pageOf("confirmation"), step("purchase")]],
]);

/** An id as it came, so that a number which has lost digits is refused by name. */
function idOf(value: unknown): string | number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** `identify(userId?, traits?)`: the account, and of the traits e-mail and phone alone. */
function identified([first, second]: readonly unknown[]): Announcement[] {
  const account = idOf(first);
  const traits = fieldsOf(account === undefined && typeof first === "object" ? (first ?? second) : second);
  const email = idOf(traits["email"])?.toString();
  const phone = idOf(traits["phone"]);
  const identifiers = {
    ...(account !== undefined && { account }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
  };
  return Object.keys(identifiers).length > 0 ? [{ kind: "identify", identifiers }] : [];
}

/**
 * Converts a call of Segment's spec to Sedge's events. Reads only the ID, category and price of products in a track
 * call, and the occurrence of a page call. Ignores everything else in a call (a title, a URL, a search, other traits).
 */
export function segmentAnnouncements(method: SegmentMethod, values: readonly unknown[]): Announcement[] {
  const [name, properties] = values;
  switch (method) {
    case "page":
      return [pageOf(undefined)];
    case "identify":
      return identified(values);
    case "reset":
      return [{ kind: "reset" }];
    case "track": {
      const fields = fieldsOf(properties);
      const product = productIn(fields, ["product_id", "sku", "name"], ["category"]);
      const [line] = linesOf(fields["products"]);
      const meaning = typeof name === "string" ? MEANINGS.get(name.toLowerCase()) : undefined;
      return meaning?.(product.category === undefined && line ? { ...product, ...categoryOf(line) } : product) ?? [];
    }
  }
}

/** A list's category, where only its products say one. */
function categoryOf(line: Readonly<Record<string, unknown>>): Pick<ProductProperties, "category"> {
  const { category } = productIn(line, [], ["category"]);
  return category === undefined ? {} : { category };
}
