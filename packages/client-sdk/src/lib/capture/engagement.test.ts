import { expect, test } from "vitest";
import { VisibleTime, scrollDepth } from "./engagement.ts";

test("adds up what is visible, and begins again after each taking", () => {
  const time = new VisibleTime(true, 1_000);
  time.change(false, 3_000);
  time.change(false, 4_000);
  time.change(true, 10_000);
  expect(time.drainSeconds(10_500)).toBe(2.5);
  expect(time.drainSeconds(11_500)).toBe(1);
  time.change(false, 11_500);
  expect(time.drainSeconds(20_000)).toBe(0);
});

test("a page opened in the background has no time until it is seen, and a clock set back takes none away", () => {
  const time = new VisibleTime(false, 5_000);
  time.change(true, 9_000);
  expect(time.drainSeconds(8_000)).toBe(0);
});

test("depth is the lowest visible point's share of the page", () => {
  expect(scrollDepth(0, 500, 2_000)).toBe(0.25);
  expect(scrollDepth(1_500, 500, 2_000)).toBe(1);
  expect(scrollDepth(1_600, 500, 2_000)).toBe(1);
  expect(scrollDepth(-80, 60, 2_000)).toBe(0);
  expect(scrollDepth(0, 500, 0)).toBe(0);
});
