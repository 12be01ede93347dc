import { expect, test } from "vitest";
import { firstDifference } from "./first-difference.ts";

test.each([
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, undefined],
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, "a[1].b: 2, not 3"],
  [{ a: 1 }, { a: 1, b: 2 }, "b: not there, not 2"],
  [{ a: 1, b: "x".repeat(100) }, { a: 1 }, `b: "${"x".repeat(78)}…, not there`],
  [[1, 2], [1], "[1]: 2, not there"],
  [{ a: [1] }, { a: [1, 2] }, "a[1]: not there, not 2"],
  [{ a: [] }, { a: {} }, "a: [], not {}"],
  [1, "1", 'the whole: 1, not "1"'],
])("between %j and %j is %s", (found, expected, difference) => {
  expect(firstDifference(found, expected)).toBe(difference);
});
