import * as fc from "fast-check";
import { expect, test } from "vitest";
import { spend, type Spent, spentNow } from "./element-window.ts";

const limits = { perMinute: 10, perDay: 25 };

test("a minute's budget resets with the minute, a day's with the day", () => {
  const noon = 86_400 * 20_000 + 43_200;
  const full = spend(undefined, 10, limits, noon);
  expect(full.isGranted).toBe(true);
  expect(spend(full.spent, 1, limits, noon + 59)).toMatchObject({ isGranted: false, retryAfterSeconds: 1 });
  const second = spend(full.spent, 10, limits, noon + 60);
  expect(second).toMatchObject({ isGranted: true, spent: { inMinute: 10, inDay: 20 } });
  const third = spend(second.spent, 6, limits, noon + 120);
  expect(third).toMatchObject({ isGranted: false, retryAfterSeconds: 43_200 - 120, spent: { inDay: 20, refused: 1 } });
  expect(spend(third.spent, 5, limits, noon + 120).isGranted).toBe(true);
  expect(spend(third.spent, 10, limits, noon + 43_200)).toMatchObject({
    isGranted: true,
    spent: { inMinute: 10, inDay: 10, refused: 0 },
  });
});

test("no sequence of requests gets more than the limit of a minute or a day, and every wait is long enough", () => {
  const request = fc.record({ after: fc.nat(4_000), elements: fc.integer({ min: 1, max: 12 }) });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 200 }), (requests) => {
      const minutes = new Map<number, number>();
      const days = new Map<number, number>();
      let now = 1_000_000;
      let spent: Spent | undefined;
      for (const { after, elements } of requests) {
        now += after;
        const before = spentNow(spent, now);
        const spending = spend(spent, elements, limits, now);
        spent = spending.spent;
        if (spending.isGranted) {
          for (const [counts, length] of [
            [minutes, 60],
            [days, 86_400],
          ] as const) {
            const period = Math.floor(now / length);
            counts.set(period, (counts.get(period) ?? 0) + elements);
          }
        } else {
          expect(spending.retryAfterSeconds).toBeGreaterThan(0);
          expect(spending.spent).toEqual({ ...before, refused: before.refused + 1 });
        }
      }
      expect(Math.max(0, ...minutes.values())).toBeLessThanOrEqual(limits.perMinute);
      expect(Math.max(0, ...days.values())).toBeLessThanOrEqual(limits.perDay);
    }),
  );
});
