import type { ProductProperties } from "../public/properties.ts";
import { type Announcement, cartLines, fieldsOf, productIn, linesOf, pageOf, step } from "./announcement.ts";

type Meaning = (product: readonly ProductProperties[]) => Announcement[];

/** What an event of GA4's e-commerce set means, by its name. Events that are not here are not looked into. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["page_view", () => [pageOf(undefined)]],
  ["view_item", ([product]) => [pageOf("product", product)]],
  [
    "view_item_list",
    ([product]) => [pageOf("list", product?.category === undefined ? {} : { category: product.category })],
  ],
  ["view_cart", () => [pageOf("cart")]],
  ["view_search_results", () => [pageOf("search"), step("search")]],
  ["search", () => [step("search")]],
  ["add_to_cart", (product) => cartLines("cart-add", product)],
  ["remove_from_cart", (product) => cartLines("cart-remove", product)],
  ["begin_checkout", () => [step("checkout-start")]],
  ["purchase", () => [pageOf("confirmation"), step("purchase")]],
]);

/** Name and parameters of an entry: an object with `event`, or the arguments of `gtag("event", name, parameters)`. */
function eventOf(entry: unknown): readonly [name: unknown, parameters: unknown] {
  const fields = fieldsOf(entry);
  if (fields["0"] === "event") return [fields["1"], fields["2"]];
  return [fields["event"], fields["ecommerce"] ?? entry];
}

/**
 * Converts an entry of a page's `dataLayer` to Sedge's events. Reads only the ID, category and price of each line of
 * the e-commerce events in Google's reference (developers.google.com, "Recommended events"). Ignores everything else in
 * an entry (a search term, a transaction, a user's data).
 */
export function dataLayerAnnouncements(entry: unknown): Announcement[] {
  const [name, parameters] = eventOf(entry);
  const meaning = typeof name === "string" ? MEANINGS.get(name) : undefined;
  if (!meaning) return [];
  const lines = linesOf(fieldsOf(parameters)["items"]);
  return meaning(lines.map((line) => productIn(line, ["item_id", "item_name"], ["item_category"])));
}
