import { expect, test } from "vitest";
import { segmentAnnouncements } from "./segment-call.ts";

// The shapes of Segment's spec: https://segment.com/docs/connections/spec/ecommerce/v2/
const product = {
  product_id: "507f1f77bcf86cd799439011",
  sku: "G-32",
  category: "Games",
  name: "Monopoly: 3rd Edition",
  brand: "Hasbro",
  price: 18.99,
  quantity: 1,
  coupon: "MAYDEALS",
  url: "https://www.example.com/product/path",
};
const read = { item: product.product_id, category: "Games", price: 18.99 };

test.each([
  ["Product Viewed", product, [{ kind: "page", page: "product", product: read }]],
  ["product viewed", product, [{ kind: "page", page: "product", product: read }]],
  [
    "Product List Viewed",
    { list_id: "l", category: "Games" },
    [{ kind: "page", page: "list", product: { category: "Games" } }],
  ],
  ["Product List Viewed", { products: [product] }, [{ kind: "page", page: "list", product: { category: "Games" } }]],
  ["Products Searched", { query: "blue hotpants" }, [{ kind: "track", name: "search", product: {} }]],
  ["Product Added", product, [{ kind: "track", name: "cart-add", product: read }]],
  ["Product Removed", { sku: "G-32" }, [{ kind: "track", name: "cart-remove", product: { item: "G-32" } }]],
  [
    "Checkout Started",
    { order_id: "o", email: "jo@example.org" },
    [{ kind: "track", name: "checkout-start", product: {} }],
  ],
  [
    "Order Completed",
    { order_id: "o", total: 27.5, products: [product] },
    [
      { kind: "page", page: "confirmation", product: {} },
      { kind: "track", name: "purchase", product: {} },
    ],
  ],
  ["Coupon Entered", product, []],
])("track %s is understood", (name, properties, announcements) => {
  expect(segmentAnnouncements("track", [name, properties])).toEqual(announcements);
});

test("a page is a page, whatever it is called", () => {
  const named = ["Docs", "Reset jo@example.org", { title: "secret", url: "https://x/y", referrer: "z" }];
  expect(segmentAnnouncements("page", named)).toEqual([{ kind: "page", page: undefined, product: {} }]);
});

test("of an identity come the account, the e-mail and the phone", () => {
  const traits = { email: "jo@example.org", phone: "+14155550143", name: "Jo March", address: { city: "Concord" } };
  const identifiers = { email: "jo@example.org", phone: "+14155550143" };
  expect(segmentAnnouncements("identify", ["u-1", traits])).toEqual([
    { kind: "identify", identifiers: { account: "u-1", ...identifiers } },
  ]);
  expect(segmentAnnouncements("identify", [traits])).toEqual([{ kind: "identify", identifiers }]);
  expect(segmentAnnouncements("identify", [null, traits])).toEqual([{ kind: "identify", identifiers }]);
  expect(segmentAnnouncements("identify", [42])).toEqual([{ kind: "identify", identifiers: { account: 42 } }]);
  expect(segmentAnnouncements("identify", [0])).toEqual([{ kind: "identify", identifiers: { account: 0 } }]);
  expect(segmentAnnouncements("identify", [{ plan: "pro" }])).toEqual([]);
  expect(segmentAnnouncements("identify", [])).toEqual([]);
});

test("odd values are no reason to fail", () => {
  for (const odd of [undefined, null, 7, [], { toLowerCase: 1 }]) {
    expect(segmentAnnouncements("track", [odd, odd])).toEqual([]);
  }
});
