import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { matchesTemplate, PageTemplate, pageOf } from "./page-template.ts";

const TEMPLATES = [
  "/",
  "/checkout/:step",
  "/checkout/address",
  "/p/:id/reviews",
  "/blog/*",
  "/a.b/~x_y-z",
  "/:shop/*",
  "/help/",
];
const PATHS = [
  "/",
  "",
  "/checkout",
  "/checkout/",
  "/checkout/address",
  "/checkout/address/",
  "/checkout/a/b",
  "/Checkout/address",

  "/p/1/reviews",
  "/p//reviews",
  "/p/%20x/reviews",
  "/blog",
  "/blog/",
  "/blog/2026/11/a",
  "/a.b/~x_y-z",
  "/aXb/~x_y-z",
  "/help",
  "/help/",
  "/help/x",
  "/x/y/z",
  "/checkout/%3Astep",
  "/p/1/reviews/2",
];

describe.each(TEMPLATES)("%s matches what URLPattern matches", (template) => {
  const pattern = new URLPattern({ pathname: template });
  test.each(PATHS)("%j", (path) => {
    expect(matchesTemplate(v.parse(PageTemplate, template), path)).toBe(pattern.test({ pathname: path }));
  });
});

test.each([
  "checkout",
  "https://shop.example/checkout",
  "/search?q=:q",
  "/a#b",
  "/(\\d+)",
  "/:id?",
  "/{a}",
  "/*/a",
  "/a*",
  "/a//b",
  "/../a",
  "/:x/:x",
  "/:X",
  "",
])("refuses the template %j", (template) => {
  expect(v.is(PageTemplate, template)).toBe(false);
});

test("a page is the first that matches", () => {
  const template = (text: string) => v.parse(PageTemplate, text);
  const pages = [
    { name: "Address", templates: [template("/checkout/address")] },
    { name: "Checkout", templates: [template("/cart"), template("/checkout/:step")] },
  ];
  expect(["/checkout/address", "/checkout/payment", "/cart", "/elsewhere"].map((path) => pageOf(pages, path))).toEqual([
    "Address",
    "Checkout",
    "Checkout",
    undefined,
  ]);
});
