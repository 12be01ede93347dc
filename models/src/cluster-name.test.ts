import { expect, test } from "vitest";
import { clusterNames } from "./cluster-name.ts";

const centre = { depth: 0.2, breadth: 0, paging: 0, return: 0, wandering: 0, spread: 0 };

test("a name has as many coordinates as tell it apart", () => {
  const names = clusterNames([centre, { ...centre, depth: 0.9, breadth: 0.7 }, { ...centre, return: 0.5 }]);
  expect(names).toEqual([
    "one look, in one category, at the top of the lists",
    "a very long visit, across the shop, at the top of the lists",
    "one look, in one category, at the top of the lists, coming back to items",
  ]);
});

test("centres that no word tells apart are refused", () => {
  expect(() => clusterNames([centre, { ...centre, depth: 0.21 }])).toThrow(RangeError);
});
