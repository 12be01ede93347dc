import { expect, test } from "vitest";
import { CATALOGUE, listPage, productById, productsIn, searchCatalogue } from "./catalogue.ts";
import { CATEGORIES, CATEGORY_TEXT, LIST_PAGE_SIZE, listPages } from "./category.ts";

test("has 218 products with unique IDs and prices in range", () => {
  expect(CATALOGUE.length).toBe(218);
  expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(218);
  expect(CATALOGUE.every(({ price }) => Number.isInteger(price) && price >= 18 && price <= 82)).toBe(true);
  expect(productById("skirts-07")).toMatchObject({ category: "skirts", index: 6, listPage: 1 });
  expect(productById("skirts-99")).toBeUndefined();
});

test("is the same on every machine", () => {
  expect(CATALOGUE.slice(0, 2).map(({ name, price }) => [name, price])).toMatchInlineSnapshot(`
    [
      [
        "Reed straight trousers",
        51,
      ],
      [
        "Stilt straight trousers",
        51,
      ],
    ]
  `);
});

test("puts every product on exactly one list page", () => {
  for (const category of CATEGORIES) {
    const pages = Array.from({ length: listPages(category) }, (_, index) => listPage(category, index + 1));
    expect(pages.flat()).toEqual(productsIn(category));
    expect(pages.flat().length).toBe(CATEGORY_TEXT[category].size);
    expect(pages.slice(0, -1).every((page) => page.length === LIST_PAGE_SIZE)).toBe(true);
    expect(listPage(category, pages.length + 1)).toEqual([]);
  }
});

test("reduces prices only in the sale", () => {
  for (const { category, price, formerPrice } of CATALOGUE) {
    expect(formerPrice !== undefined).toBe(category === "sale");
    if (formerPrice !== undefined) expect(formerPrice).toBeGreaterThan(price);
  }
});

test("searches for every word, in any order and case", () => {
  const found = searchCatalogue("NAVY skirt");
  expect(found.length).toBeGreaterThan(0);
  expect(found.every(({ garment, colour }) => garment.includes("skirt") && colour.name === "navy")).toBe(true);
  expect(searchCatalogue("  ")).toEqual([]);
  expect(searchCatalogue("zeppelin")).toEqual([]);
});
