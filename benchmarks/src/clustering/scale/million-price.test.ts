import { expect, test } from "vitest";
import { millionPrice } from "./million-price.ts";

test("charges processor time and object time per millisecond", () => {
  const idle = millionPrice({ ballotMs: 0, checkMs: 0 });
  const busy = millionPrice({ ballotMs: 10, checkMs: 20 });
  expect(busy.processor).toBeCloseTo(0.6, 12);
  expect(busy.objects - idle.objects).toBeCloseTo(0.02 * 0.128 * 12.5, 12);
  expect([busy.requests, busy.rows]).toEqual([idle.requests, idle.rows]);
});
