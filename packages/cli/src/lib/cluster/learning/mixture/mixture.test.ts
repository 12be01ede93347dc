import { describe, expect, test } from "vitest";
import { cellsOf, gridOf } from "../grid.ts";
import { normal, seededRandom } from "@sedge/clustering/random";
import { axisParts } from "./axis-parts.ts";
import { maximise } from "./expectation-maximisation.ts";
import { doubtOf, fitMixture } from "./fit-mixture.ts";
import { expectedCounts, type Mixture } from "./mixture.ts";

const truth: Mixture = {
  x: Float64Array.of(20, 70, 45),
  y: Float64Array.of(30, 35, 80),
  variance: Float64Array.of(9, 16, 25),
  people: Float64Array.of(300, 500, 200),
};
const grid = gridOf({ lower: [0, 0], upper: [100, 100] }, 400);

describe("axisParts", () => {
  test("the parts add up to the whole: its people, its mean and its variance", () => {
    const { share, mean, variance } = axisParts(Float64Array.of(2, 9, 16, 18, 21, 24, 29, 40, 60), 23, 31);
    const sum = (values: (step: number) => number) =>
      Array.from(share.keys()).reduce((total, step) => total + values(step), 0);
    expect(sum((step) => share[step]!)).toBeCloseTo(1, 12);
    expect(sum((step) => share[step]! * mean[step]!)).toBeCloseTo(23, 4);
    expect(sum((step) => share[step]! * ((mean[step]! - 23) ** 2 + variance[step]!))).toBeCloseTo(31, 3);
  });
});

describe("clouds behind noisy counts", () => {
  test("expects a cloud's people in the right cells", () => {
    const expected = expectedCounts(grid, truth);
    expect(expected).toHaveLength(cellsOf(grid));
    expect(expected.reduce((sum, count) => sum + count, 0)).toBeCloseTo(1_000, 6);
    // The cell of (20, 30), edges 20 and 30: the centre is on its corner.
    expect(expected[6 * 20 + 4]! / 300).toBeCloseTo(0.452 ** 2, 2);
  });

  test("two measurements of the same people are better than one, each weighted by its noise", () => {
    const random = seededRandom(3);
    const view = (cells: number, stdDev: number) => {
      const over = gridOf(grid.box, cells);
      const counts = expectedCounts(over, truth).map((count) => count + stdDev * normal(random));
      return { grid: over, counts, stdDev };
    };
    const views = [view(100, 12), view(400, 6)];
    const doubtBy = (some: typeof views) => doubtOf({ views: some, people: 1_000 }, truth)[0]!;
    expect(1 / doubtBy(views)).toBeCloseTo(1 / doubtBy(views.slice(0, 1)) + 1 / doubtBy(views.slice(1)), 6);
    const drowned = { ...view(100, 1), counts: new Float64Array(100).fill(10), stdDev: 1e4 };
    const { mixture } = maximise({ views: [drowned, view(400, 1)], people: 1_000 }, truth, {
      steps: 50,
      leastVariance: 0.1,
      pull: 0,
    });
    [...mixture.x].forEach((value, j) => expect(value).toBeCloseTo(truth.x[j]!, 0));
  });

  test("an iteration never worsens the fit if the counts are exact", () => {
    const data = { views: [{ grid, counts: expectedCounts(grid, truth), stdDev: 1 }], people: 1_000 };
    const start = { ...truth, x: Float64Array.of(26, 63, 50), variance: Float64Array.of(20, 20, 20) };
    const options = { leastVariance: 0.1, pull: 0 };
    const misfits = [0, 1, 3, 10, 40].map((steps) => maximise(data, start, { ...options, steps }).misfit);
    expect(misfits).toEqual(misfits.toSorted((a, b) => b - a));
    const { x } = maximise(data, start, { ...options, steps: 200 }).mixture;
    [...x].forEach((value, j) => expect(value).toBeCloseTo(truth.x[j]!, 0));
  });

  test("are found from nothing, with variances that match their errors", () => {
    const random = seededRandom(7);
    const stdDev = 6;
    const counts = expectedCounts(grid, truth).map((count) => count + stdDev * normal(random));
    const data = { views: [{ grid, counts, stdDev }], people: 1_000 };
    const { mixture } = fitMixture(data, 3, random);
    const doubt = doubtOf(data, mixture);
    const order = [0, 1, 2].toSorted((a, b) => mixture.x[a]! - mixture.x[b]!);
    [0, 2, 1].forEach((cloud, at) => {
      const j = order[at]!;
      const most = 4 * Math.sqrt(doubt[j]!);
      expect(most).toBeLessThan(8);
      expect(Math.abs(mixture.x[j]! - truth.x[cloud]!)).toBeLessThan(most);
      expect(Math.abs(mixture.y[j]! - truth.y[cloud]!)).toBeLessThan(most);
      expect(Math.abs(mixture.people[j]! - truth.people[cloud]!)).toBeLessThan(100);
    });
  });
});
