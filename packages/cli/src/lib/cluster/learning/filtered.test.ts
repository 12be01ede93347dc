import { expect, test } from "vitest";
import { filtered } from "./filtered.ts";

test("two measurements of one value are weighted by the inverse of their variances", () => {
  const { value, variance } = filtered(10, 4, 16, 2);
  expect(value).toBeCloseTo((10 / 4 + 16 / 2) / (1 / 4 + 1 / 2), 12);
  expect(variance).toBeCloseTo(1 / (1 / 4 + 1 / 2), 12);
});
