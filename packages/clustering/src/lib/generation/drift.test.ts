import { describe, expect, test } from "vitest";
import { normal, seededRandom } from "../random/seeded-random.ts";
import { type CellCounts, driftBetween } from "./drift.ts";

const SHARES = [0.3, 0.2, 0.15, 0.1, 0.08, 0.06, 0.05, 0.03, 0.02, 0.008, 0.0015, 0.0005];

/** A round of people drawn by shares, with normal noise. */
function drawn(shares: readonly number[], people: number, stdDev: number, random: () => number): CellCounts {
  const counts = shares.map(() => 0);
  for (let i = 0; i < people; i++) {
    let left = random();
    const cell = shares.findIndex((share) => (left -= share) < 0);
    counts[cell < 0 ? shares.length - 1 : cell]! += 1;
  }
  const noise = () => stdDev * normal(random);
  return { counts: counts.map((count) => Math.round(count + noise())), people, stdDev };
}

/** Share of trials in which two rounds' drift is found, at a false-alarm rate of 5 %. */
function alarms(trials: number, pair: (random: () => number) => [CellCounts, CellCounts]): number {
  const random = seededRandom(11);
  const found = Array.from({ length: trials }, () => driftBetween(...pair(random), 0.05).significant);
  return found.filter(Boolean).length / trials;
}

/** A tenth of the largest cell's people, 3 % of all, live in the second. */
const moved = SHARES.with(0, 0.27).with(1, 0.23);

describe("without drift", () => {
  // 400 trials at 5 %: a standard error of 1.1 %.
  test.each([
    [4_000, 4_000, 0],
    [4_000, 4_000, 10],
    [2_000, 9_000, 25],
    [9_000, 2_000, 3],
  ])("rounds of %i and %i people, noise %i, alarm as often as stated", (before, after, stdDev) => {
    const rate = alarms(400, (random) => [
      drawn(SHARES, before, stdDev, random),
      drawn(SHARES, after, stdDev * 1.7, random),
    ]);
    expect(rate).toBeGreaterThan(0.02);
    expect(rate).toBeLessThan(0.09);
  });
});

describe("with drift", () => {
  test("3 % of people moving is found in rounds of 6,000 with noise of 12", () => {
    expect(
      alarms(200, (random) => [drawn(SHARES, 6_000, 12, random), drawn(moved, 6_000, 12, random)]),
    ).toBeGreaterThan(0.8);
  });

  test("the same is not found where noise hides it", () => {
    expect(alarms(100, (random) => [drawn(SHARES, 6_000, 300, random), drawn(moved, 6_000, 300, random)])).toBeLessThan(
      0.15,
    );
  });

  test("its size is the share of people who moved", () => {
    const random = seededRandom(3);
    const far = SHARES.with(0, 0.1).with(8, 0.22);
    const { shift } = driftBetween(drawn(SHARES, 20_000, 10, random), drawn(far, 20_000, 10, random));
    expect(shift).toBeGreaterThan(0.18);
    expect(shift).toBeLessThan(0.22);
  });
});

test("rounds of other cells do not compare, and one cell shows nothing", () => {
  const round = { counts: [10], people: 10, stdDev: 0 };
  expect(driftBetween(round, round)).toMatchObject({ significant: false, pValue: 1 });
  expect(() => driftBetween(round, { ...round, counts: [5, 5] })).toThrow(RangeError);
});

/** x of A x = b, by elimination. */
function solved(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  rows.forEach((pivot, i) => {
    for (const other of rows) {
      if (other === pivot) continue;
      const factor = other[i]! / pivot[i]!;
      other.forEach((_, j) => (other[j]! -= factor * pivot[j]!));
    }
  });
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

test("the statistic is the difference's length by the inverse of its covariance", () => {
  const before = { counts: [510, 330, 190], people: 1_000, stdDev: 20 };
  const after = { counts: [440, 420, 90], people: 1_000, stdDev: 20 };
  const shares = before.counts.map((count, i) => (count + after.counts[i]!) / (1_030 + 950));
  const difference = before.counts.map((count, i) => (after.counts[i]! - count) / 1_000);
  const chance = 2 / 1_000;
  const covariance = shares.map((p, i) =>
    shares.map((q, j) => (i === j ? chance * p + 2 * 0.02 ** 2 : 0) - chance * p * q),
  );
  const expected = solved(covariance, difference).reduce((sum, x, i) => sum + x * difference[i]!, 0);
  expect(driftBetween(before, after).statistic).toBeCloseTo(expected, 9);
});
