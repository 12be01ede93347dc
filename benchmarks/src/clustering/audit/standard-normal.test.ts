import { expect, test } from "vitest";
import { upperQuantile, upperTail } from "./standard-normal.ts";

test.each([
  // Tables of the normal distribution.
  [0, 0.5],
  [1, 0.158655254],
  [1.959963985, 0.025],
  [-1.644853627, 0.95],
  [4, 3.167124e-5],
])("the upper tail of %f is %f", (x, chance) => {
  expect(upperTail(x)).toBeCloseTo(chance, 8);
  expect(upperQuantile(chance)).toBeCloseTo(x, 5);
});
