import { afterEach, expect, test, vi } from "vitest";
import { eventClock } from "./page-classifier.ts";

afterEach(() => vi.useRealTimers());

test("a thousand events of a moment have times of their own, in order and about now", () => {
  const clock = eventClock();
  const before = Date.now();
  const times = Array.from({ length: 1_000 }, () => clock());
  expect(new Set(times).size).toBe(times.length);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(before);
  expect(Math.max(...times)).toBeLessThan(Date.now() + 3);
});
test("two tabs hardly ever give events of one millisecond the same time", () => {
  vi.useFakeTimers({ now: 1_760_000_000_000 });
  const alike = Array.from({ length: 100 }, () => [eventClock()(), eventClock()()]).filter(([a, b]) => a === b);
  // One pair in two thousand is: a time of today has four thousand values to a millisecond, and a tab's own lie in half of them.
  expect(alike.length).toBeLessThan(5);
});
