import { expect, test } from "vitest";
import { NO_BURST, afterClick } from "./clicks.ts";

/** Number of rage clicks in a series of clicks; each is [x, y, milliseconds]. */
function rages(clicks: readonly (readonly [number, number, number])[]): number {
  let burst = NO_BURST;
  let count = 0;
  for (const [x, y, atMs] of clicks) {
    const after = afterClick(burst, { x, y, atMs });
    burst = after.burst;
    if (after.isRage) count += 1;
  }
  return count;
}

test.each([
  [
    "three on a spot in a second",
    [
      [10, 10, 0],
      [12, 9, 300],
      [10, 30, 900],
    ],
    1,
  ],
  [
    "two only",
    [
      [10, 10, 0],
      [10, 10, 100],
    ],
    0,
  ],
  [
    "too slow",
    [
      [10, 10, 0],
      [10, 10, 700],
      [10, 10, 1_400],
      [10, 10, 2_100],
    ],
    0,
  ],
  [
    "too far apart",
    [
      [10, 10, 0],
      [60, 10, 100],
      [110, 10, 200],
    ],
    0,
  ],
  ["a burst of ten is one", Array.from({ length: 10 }, (_, index) => [5, 5, index * 100]), 1],
  [
    "two bursts",
    [
      [5, 5, 0],
      [5, 5, 100],
      [5, 5, 200],
      [5, 5, 5_000],
      [5, 5, 5_100],
      [5, 5, 5_200],
    ],
    2,
  ],
  [
    "elsewhere in between",
    [
      [5, 5, 0],
      [5, 5, 100],
      [300, 5, 150],
      [5, 5, 200],
    ],
    0,
  ],
] as const)("%s", (_, clicks, count) => expect(rages(clicks as never)).toBe(count));
