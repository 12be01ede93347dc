import { expect, test } from "vitest";
import { dataLayerAnnouncements } from "./data-layer-entry.ts";

// The shapes of Google's reference of recommended events.
const shirt = {
  item_id: "SKU_12345",
  item_name: "Stan and Friends Tee",
  affiliation: "Google Merchandise Store",
  coupon: "SUMMER_FUN",
  item_category: "Apparel",
  item_category2: "Adult",
  location_id: "ChIJIQBpAG2ahYAR_6128GcTUEo",
  price: 10.01,
  quantity: 3,
};
const cap = { item_id: "SKU_12346", item_name: "Cap", item_category: "Hats", price: "38.45", quantity: 1 };
const aliasable = { item: "SKU_12345", category: "Apparel", price: 10.01 };
const entry = (event: string, items: unknown[] = [shirt]) => ({
  event,
  ecommerce: { currency: "USD", value: 30.03, transaction_id: "T_12345", items },
});
/** As gtag.js has it: the arguments object of a call. */
function gtag(..._values: unknown[]): unknown {
  // oxlint-disable-next-line prefer-rest-params -- this is the shape that lies in a data layer
  return arguments;
}

test.each([
  ["view_item", [{ kind: "page", page: "product", product: aliasable }]],
  ["view_item_list", [{ kind: "page", page: "list", product: { category: "Apparel" } }]],
  ["view_cart", [{ kind: "page", page: "cart", product: {} }]],
  ["add_to_cart", [{ kind: "track", name: "cart-add", product: aliasable }]],
  ["remove_from_cart", [{ kind: "track", name: "cart-remove", product: aliasable }]],
  ["begin_checkout", [{ kind: "track", name: "checkout-start", product: {} }]],
  [
    "purchase",
    [
      { kind: "page", page: "confirmation", product: {} },
      { kind: "track", name: "purchase", product: {} },
    ],
  ],
  ["select_promotion", []],
  ["sign_up", []],
])("%s is understood, pushed by a tag manager or called by gtag", (event, announcements) => {
  expect(dataLayerAnnouncements(entry(event))).toEqual(announcements);
  expect(dataLayerAnnouncements(gtag("event", event, { items: [shirt] }))).toEqual(announcements);
});

test("each line of a cart counts, and a price may be a text", () => {
  expect(dataLayerAnnouncements(entry("add_to_cart", [shirt, cap, { item_name: "Sock" }]))).toEqual([
    { kind: "track", name: "cart-add", product: aliasable },
    { kind: "track", name: "cart-add", product: { item: "SKU_12346", category: "Hats", price: 38.45 } },
    { kind: "track", name: "cart-add", product: { item: "Sock" } },
  ]);
  expect(dataLayerAnnouncements(entry("add_to_cart", []))).toEqual([{ kind: "track", name: "cart-add", product: {} }]);
  expect(
    dataLayerAnnouncements(
      entry(
        "add_to_cart",
        Array.from({ length: 500 }, () => shirt),
      ),
    ),
  ).toHaveLength(20);
});

test("nothing comes in that is not on the list", () => {
  const search = { event: "search", search_term: "my secret", user_data: { email: "jo@example.org" } };
  expect(dataLayerAnnouncements(search)).toEqual([{ kind: "track", name: "search", product: {} }]);
  expect(dataLayerAnnouncements(gtag("config", "G-1", { user_id: "jo" }))).toEqual([]);
  expect(dataLayerAnnouncements(gtag("set", "user_data", { email: "jo@example.org" }))).toEqual([]);
  for (const odd of [null, 7, "view_item", [], { event: 7 }, { event: "constructor" }, { ecommerce: null }]) {
    expect(dataLayerAnnouncements(odd)).toEqual([]);
  }
  const hostile = { item_id: { toString: 1 }, price: -1, item_category: ["a"] };
  expect(dataLayerAnnouncements(entry("view_item", [hostile]))).toEqual([
    { kind: "page", page: "product", product: {} },
  ]);
});
