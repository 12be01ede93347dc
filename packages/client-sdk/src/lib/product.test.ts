import { expect, test } from "vitest";
import { aliasProduct, productOfProperties } from "./product.ts";

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
