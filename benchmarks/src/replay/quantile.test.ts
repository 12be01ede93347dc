import { expect, test } from "vitest";
import { quantile } from "./quantile.ts";

test("is the nearest rank of the sorted values", () => {
  const values = [30, 10, 20, 40, 50, 60, 70, 80, 90, 100, 110];
  expect(quantile(values, 0.5)).toBe(60);
  expect(quantile(values, 0.95)).toBe(110);
  expect(quantile(values, 0)).toBe(10);
  expect(quantile([7], 0.95)).toBe(7);
  expect(quantile([], 0.5)).toBeNull();
});
