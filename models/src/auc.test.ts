import { expect, test } from "vitest";
import { auc } from "./auc.ts";

test("the chance that a positive is above a negative, ties half", () => {
  // Pairs (positive, negative): .9>.8, .9>.4, .9>.4, .4<.8, .4=.4, .4=.4: 3 + 0 + .5 + .5 of 6.
  expect(auc([0.9, 0.8, 0.4, 0.4, 0.4], [true, false, true, false, false])).toBeCloseTo(4 / 6, 12);
  expect(auc([1, 2, 3], [false, false, true])).toBe(1);
  expect(auc([1, 2, 3], [true, false, false])).toBe(0);
});

test("one class alone has no area", () => {
  expect(auc([1, 2], [true, true])).toBeNaN();
});
