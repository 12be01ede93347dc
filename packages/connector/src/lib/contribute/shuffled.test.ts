import { expect, test } from "vitest";
import { shuffled } from "./shuffled.ts";

test("returns each order of three about equally often", () => {
  const times = new Map<string, number>();
  const all = 6_000;
  for (let draw = 0; draw < all; draw += 1) {
    const order = shuffled(["a", "b", "c"]).join("");
    times.set(order, (times.get(order) ?? 0) + 1);
  }
  expect(times.size).toBe(6);
  // Beyond six standard deviations of 29: one run in a thousand million.
  for (const count of times.values()) expect(Math.abs(count - all / 6)).toBeLessThan(6 * 29);
});
