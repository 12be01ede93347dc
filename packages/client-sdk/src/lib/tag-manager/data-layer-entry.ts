import type { GoodsProperties } from "../public/properties.ts";
import { type Announcement, cartLines, fieldsOf, goodsIn, linesOf, pageOf, step } from "./announcement.ts";

type Meaning = (goods: readonly GoodsProperties[]) => Announcement[];

/** What an event of GA4's e-commerce set means, by its name. Events that are not here are not looked into. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["page_view", () => [pageOf(undefined)]],
  ["view_item", ([goods]) => [pageOf("product", goods)]],
  ["view_item_list", ([goods]) => [pageOf("list", goods?.category === undefined ? {} : { category: goods.category })]],
  ["view_cart", () => [pageOf("cart")]],
  ["view_search_results", () => [pageOf("search"), step("search")]],
  ["search", () => [step("search")]],
  ["add_to_cart", (goods) => cartLines("cart-add", goods)],
  ["remove_from_cart", (goods) => cartLines("cart-remove", goods)],
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
 * What an entry of a page's `dataLayer` says, in Sedge's words. Of the e-commerce events that Google's reference names
 * (developers.google.com, "Recommended events"), each line's id, category and price are read and nothing else; whatever else an
 * entry holds (a search term, a transaction, a user's data) is not looked at.
 */
export function dataLayerAnnouncements(entry: unknown): Announcement[] {
  const [name, parameters] = eventOf(entry);
  const meaning = typeof name === "string" ? MEANINGS.get(name) : undefined;
  if (!meaning) return [];
  const lines = linesOf(fieldsOf(parameters)["items"]);
  return meaning(lines.map((line) => goodsIn(line, ["item_id", "item_name"], ["item_category"])));
}
