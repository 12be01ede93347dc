import { describe, expect, test } from "vitest";
import { focusedGrid } from "./focused-grid.ts";
import { cellsOf, gridOf } from "./grid.ts";
import { expectedCounts, type Mixture } from "./mixture/mixture.ts";
import { sureClouds } from "./mixture/sure-clouds.ts";

const box = { lower: [0, 0], upper: [1_000, 1_000] };
const grid = gridOf(box, 49);

/** Two clusters in a small part of the box, and a third that is only noise. */
const clouds: Mixture = {
  x: Float64Array.of(200, 260, 900),
  y: Float64Array.of(300, 330, 900),
  variance: Float64Array.of(400, 400, 400),
  people: Float64Array.of(3_000, 1_900, 100),
};
const seen = (stdDev: number) => ({
  views: [{ grid, counts: expectedCounts(grid, clouds), stdDev }],
  people: 5_000,
});

test("a cloud is significant if its people exceed the noise", () => {
  expect(sureClouds(seen(200), clouds)).toEqual([true, true, false]);
  expect(sureClouds(seen(20), clouds)).toEqual([true, true, true]);
  expect(sureClouds(seen(2_000), clouds)).toEqual([false, false, false]);
});

describe("focusedGrid", () => {
  const focused = focusedGrid(seen(200), clouds, box, 100);
  const within = (axis: Float64Array, from: number, to: number) => axis.filter((at) => at > from && at < to).length;

  test("has narrow steps where people certainly are, and some steps everywhere", () => {
    expect(cellsOf(focused)).toBeGreaterThan(60);
    expect(cellsOf(focused)).toBeLessThanOrEqual(100);
    const [across, up] = focused.axes;
    // Equal steps would have a quarter there.
    expect(within(across!, 100, 360) / across!.length).toBeGreaterThan(0.45);
    expect(within(up!, 200, 430) / up!.length).toBeGreaterThan(0.45);
    expect(within(across!, 500, 1_000)).toBeGreaterThan(0);
  });

  test("its steps follow each other within the box", () => {
    for (const axis of focused.axes) {
      expect([...axis]).toEqual([...axis].toSorted((a, b) => a - b));
      expect(new Set(axis).size).toBe(axis.length);
      expect(axis[0]).toBeGreaterThan(0);
      expect(axis.at(-1)).toBeLessThan(1_000);
    }
  });

  test("is a uniform grid if the first look is not significant for most people", () => {
    expect(focusedGrid(seen(2_000), clouds, box, 100)).toEqual(gridOf(box, 100));
    const scattered = { ...clouds, people: Float64Array.of(3_000, 500, 1_500) };
    expect(sureClouds(seen(900), scattered)).toEqual([true, false, false]);
    expect(focusedGrid(seen(900), scattered, box, 100)).toEqual(gridOf(box, 100));
  });
});
