import { expect, test } from "vitest";
import { retryAfterSeconds } from "./retry-delay.ts";

test("waits grow by four to half a day: nine tries within some twenty hours", () => {
  const waits = Array.from({ length: 8 }, (_, index) => retryAfterSeconds(index + 1, 5));
  expect(waits).toEqual([5, 20, 80, 320, 1_280, 5_120, 20_480, 43_200]);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(20 * 3_600);
});
