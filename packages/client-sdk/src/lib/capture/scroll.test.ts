import { expect, test } from "vitest";
import { scrollDepth } from "./scroll.ts";

test("depth is the lowest visible point's share of the page", () => {
  expect(scrollDepth(0, 500, 2_000)).toBe(0.25);
  expect(scrollDepth(1_500, 500, 2_000)).toBe(1);
  expect(scrollDepth(1_600, 500, 2_000)).toBe(1);
  expect(scrollDepth(-80, 60, 2_000)).toBe(0);
  expect(scrollDepth(0, 500, 0)).toBe(0);
});
