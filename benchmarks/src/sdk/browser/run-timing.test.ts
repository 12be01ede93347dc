import { expect, test } from "vitest";
import { medianRunMs } from "./run-timing.ts";

/** A clock that advances only with work, in whole ticks. */
function clock(grainMs: number) {
  let time = 0;
  return {
    now: () => Math.floor(time / grainMs) * grainMs,
    work: (ms: number) => async () => {
      time += ms;
    },
  };
}

test("measures a run far shorter than the clock's resolution", async () => {
  const { now, work } = clock(1);
  expect(await medianRunMs(work(0.06), 50, now)).toBeCloseTo(0.06, 2);
});

test("takes the median of three samples if a run is longer than the budget", async () => {
  const { now, work } = clock(0.1);
  let runs = 0;
  const run = () => work([300, 100, 200][runs++ % 3] ?? 0)();
  expect(await medianRunMs(run, 10, now)).toBeCloseTo(200, 6);
  expect(runs).toBe(3);
});
