import { expect, test } from "vitest";
import { eventClock } from "./event-clock.ts";

test("a thousand events of a moment, in each of two tabs, have times of their own, in order and about now", () => {
  const [first, second] = [eventClock(), eventClock()];
  const before = Date.now();
  const times = Array.from({ length: 1_000 }, () => [first(), second()]);
  const all = times.flat();
  expect(new Set(all).size).toBe(all.length);
  expect(times.map(([at]) => at)).toEqual(times.map(([at = 0]) => at).toSorted((a, b) => a - b));
  expect(Math.min(...all)).toBeGreaterThanOrEqual(before);
  expect(Math.max(...all)).toBeLessThan(Date.now() + 3);
});
