import { expect, test } from "vitest";
import type { CellState } from "./cell-state.ts";
import { splitAndMerge } from "./split-and-merge.ts";

const state = (spread: readonly number[]): CellState => ({
  centres: { d: 2, coordinates: Float64Array.of(0, 0, 1, 0, 50, 0, 90, 0) },
  doubt: new Float64Array(4).fill(0.1),
  counts: Float64Array.of(100, 120, 200, 210),
  countDoubt: new Float64Array(4).fill(9),
  spread: Float64Array.from(spread),
  spreadDoubt: new Float64Array(4).fill(0.01),
});

test("of two centres close together, one moves to where the spread is wide", () => {
  const { centres, counts } = splitAndMerge(state([2, 2, 60, 2]), () => 0.3);
  const at = (j: number) => centres.coordinates[2 * j]!;
  expect([...counts]).toEqual([100, 220, 100, 210]);
  // The one with fewer people moved; its neighbour is now their common mean.
  expect(at(1)).toBeCloseTo(120 / 220, 9);
  expect((at(0) + at(2)) / 2).toBeCloseTo(50, 9);
  expect(Math.hypot(at(0) - at(2), centres.coordinates[1]! - centres.coordinates[5]!)).toBeGreaterThan(1);
});

test("moves nothing if all centres fit, and does not change the given state", () => {
  const usual = state([0.1, 0.1, 0.1, 0.1]);
  expect(splitAndMerge(usual, () => 0.3)).toEqual(usual);
  const wide = state([2, 2, 60, 2]);
  splitAndMerge(wide, () => 0.3);
  expect(wide).toEqual(state([2, 2, 60, 2]));
});
