import { describe, expect, test } from "vitest";
import { squareCodebook } from "../../../test/simulated-devices.ts";
import { leavesOf } from "./cell-path.ts";
import { grownLeaves } from "./grown-leaves.ts";

const limits = { minPeople: 50, countStdDev: 8 };
/** Four leaves of 100 people in the corners of a square. */
const frontier = leavesOf(squareCodebook(2));
const estimate = (centre: readonly number[], count: number, mean = centre) => ({
  centre,
  count,
  mean,
  variance: 0,
  spread: 0.01,
});
const whole = (counts: readonly number[]) => counts.map((count, i) => estimate(frontier[i]!.centroid, count));
const grown = (estimates: ReturnType<typeof whole>, owners: readonly number[], old = frontier) =>
  grownLeaves(old, estimates, owners, limits);

describe("a leaf measured in parts", () => {
  const parts = (a: number, b: number) => [
    estimate([0.2, 0.25], a),
    estimate([0.3, 0.25], b),
    ...whole([0, 100, 100, 100]).slice(1),
  ];

  test("is split where each part has k people and three deviations more", () => {
    const { leaves, hasGrown } = grown(parts(74, 90), [0, 0, 1, 2, 3]);
    expect(leaves.map(({ path, count }) => [path, count])).toEqual([
      ["0.0", 74],
      ["0.1", 90],
      ["1", 100],
      ["2", 100],
      ["3", 100],
    ]);
    expect(hasGrown).toBe(true);
  });

  test("is put together again where one has not, with the mean and spread of both", () => {
    const { leaves, hasGrown } = grown(parts(73, 219), [0, 0, 1, 2, 3]);
    expect(leaves[0]).toMatchObject({ path: "0", centre: [0.25, 0.25], count: 292 });
    expect(leaves[0]!.mean[0]).toBeCloseTo(0.275, 12);
    // Within the parts .01; between them a quarter and three quarters of people, .1 apart.
    expect(leaves[0]!.spread).toBeCloseTo(0.01 + 0.25 * 0.75 * 0.1 ** 2, 12);
    expect(hasGrown).toBe(false);
  });
});

describe("a light leaf", () => {
  test("goes when it is surely light, and its people count where they now belong", () => {
    const { leaves } = grown(whole([100, 20, 100, 100]), [0, 1, 2, 3]);
    expect(leaves.map(({ path }) => path)).toEqual(["0", "2", "3"]);
    expect(leaves.reduce((sum, { count }) => sum + count, 0)).toBe(320);
    expect(leaves.map(({ count }) => count)).toContain(120);
  });

  test("stays once when noise may have made it light, and goes when it was light before", () => {
    expect(grown(whole([100, 40, 100, 100]), [0, 1, 2, 3]).leaves).toHaveLength(4);
    const light = frontier.map((cell, i) => (i === 1 ? { ...cell, count: 40 } : cell));
    expect(grown(whole([100, 40, 100, 100]), [0, 1, 2, 3], light).leaves).toHaveLength(3);
  });

  test.each([
    { held: "k people", count: 50, leaves: 4 },
    { held: "one fewer", count: 49, leaves: 3 },
  ])("that was light before stays with exactly k people: $held", ({ count, leaves }) => {
    const light = frontier.map((cell, i) => (i === 1 ? { ...cell, count: 40 } : cell));
    expect(grown(whole([100, count, 100, 100]), [0, 1, 2, 3], light).leaves).toHaveLength(leaves);
  });

  test.each([
    { before: 50, now: 26, leaves: 4 },
    { before: 50, now: 25, leaves: 3 },
    { before: 49, now: 26, leaves: 3 },
  ])("is in doubt from k people before and k less three deviations now: $before, $now", ({ before, now, leaves }) => {
    const old = frontier.map((cell, i) => (i === 1 ? { ...cell, count: before } : cell));
    expect(grown(whole([100, now, 100, 100]), [0, 1, 2, 3], old).leaves).toHaveLength(leaves);
  });

  test("keeps the last one as the root, so that everyone is served a cluster", () => {
    const { leaves } = grown(whole([5, 4, 3, 2]), [0, 1, 2, 3]);
    expect(leaves).toHaveLength(1);
    expect(leaves[0]).toMatchObject({ path: "", count: 14 });
  });
});
