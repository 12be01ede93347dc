import { describe, expect, test } from "vitest";
import { aliasProduct, productOfProperties, parsePrice } from "./product.ts";

describe("a price as people write it", () => {
  test.each([
    ["12", 12],
    ["12.5", 12.5],
    ["12.50 EUR", 12.5],
    ["12,50 €", 12.5],
    ["$1,299.00", 1299],
    ["1.299,00 €", 1299],
    ["1 299,00", 1299],
    ["1'299.90 CHF", 1299.9],
    ["1,299", 1299],
    ["from 5.", 5],
  ])("%s", (text, price) => expect(parsePrice(text)).toBe(price));
  test.each(["", "free", null, undefined])("%s is none", (text) => expect(parsePrice(text)).toBeUndefined());
});

test("names become aliases, and what is empty or out of range is left out", () => {
  const alias = (name: string) => name.length;
  expect(aliasProduct({ item: " ab ", category: "", price: -1 }, alias)).toEqual({ item: "item:ab".length });
  expect(aliasProduct({ price: 2e9 }, alias)).toEqual({});
  expect(aliasProduct({ category: "x".repeat(5_000), price: 0 }, alias)).toEqual({ category: 209, price: 0 });
});

test("properties of another form are no product", () => {
  expect(productOfProperties({ item: 7, price: 1 })).toEqual({ item: "7", category: undefined, price: 1 });
  for (const bad of [{ item: {} }, { price: "1" }, { price: Number.NaN }, { category: true }]) {
    expect(productOfProperties(bad as never)).toBeNull();
  }
});
