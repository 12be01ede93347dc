import { expect, test } from "vitest";
import { CATALOGUE } from "./catalogue.ts";
import { CATEGORIES } from "./category.ts";
import { merchandise } from "./merchandise.ts";

test("gives the same cluster the same store front, and the next cluster another", () => {
  expect(merchandise("c3", CATALOGUE)).toEqual(merchandise("c3", CATALOGUE));
  expect(merchandise("c3", CATALOGUE).title).not.toBe(merchandise("c4", CATALOGUE).title);
});

test("shows products and all departments in every store front", () => {
  for (const id of ["c1", "c2", "c3", "c4", "c999999", "strange"]) {
    const { products, departments, title } = merchandise(id, CATALOGUE);
    expect([title.length > 0, products.length]).toEqual([true, 8]);
    expect(departments.toSorted()).toEqual(CATEGORIES.toSorted());
  }
});
