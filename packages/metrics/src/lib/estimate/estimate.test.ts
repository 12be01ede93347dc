import { describe, expect, test } from "vitest";
import { examplePlan } from "../../../test/example-plan.ts";
import { normal, poisson, uniformOf } from "../../../test/simulated-counts.ts";
import { windowLayout } from "../vote/window-layout.ts";
import { consistentLevels } from "./consistent-levels.ts";
import { countEstimate, ratioEstimate, shareDifference, shareEstimate } from "./interval.ts";
import { metricTables } from "./metric-table.ts";

const RUNS = 4_000;
/** Share of runs in which an interval covers. 4,000 runs of 95 % have a deviation of .35 points. */
const coverage = (covers: () => boolean) => Array.from({ length: RUNS }, covers).filter(Boolean).length / RUNS;

describe("the interval of a count covers the expected count in at least 94 % of windows", () => {
  test.each([
    [0, 3, 7.3],
    [4, 1, 3.2],
    [90, 2, 11.7],
    [700, 9, 5.1],
    [5_000, 3, 40],
    [20_000, 539, 13.1],
  ])("of %d people, weight %d, noise of deviation %d", (people, weight, stdDev) => {
    const uniform = uniformOf(`count ${people}`);
    const widths: number[] = [];
    const share = coverage(() => {
      const value = poisson(people / weight, uniform) + stdDev * normal(uniform);
      const { low, high } = countEstimate({ value, variance: stdDev ** 2 }, weight);
      widths.push(high - low);
      return low <= people && people <= high;
    });
    expect(share).toBeGreaterThan(0.94);
    // Not wider than needed: unless 0 cuts it off, 95 % and not 99 %.
    if (people > 3 * weight * stdDev) expect(share).toBeLessThan(0.965);
    const exact = 2 * 1.96 * Math.sqrt(weight * people + (weight * stdDev) ** 2);
    const mean = widths.reduce((sum, width) => sum + width, 0) / RUNS;
    if (people > 3 * weight * stdDev) expect(mean / exact).toBeCloseTo(1, 1);
  });
});

describe("the interval of a share covers in at least 94 % of windows", () => {
  test.each([
    [0.02, 3_000, 2, 4.7],
    [0.3, 800, 3, 9.1],
    [0.75, 5_000, 5, 22],
    [0.5, 40, 1, 12],
    [0.004, 900, 1, 6],
  ])("of %d of %d people, weight %d, noise of deviation %d", (truth, people, weight, stdDev) => {
    const uniform = uniformOf(`share ${truth}`);
    const covered = coverage(() => {
      const part = poisson((truth * people) / weight, uniform) + stdDev * normal(uniform);
      const rest = poisson(((1 - truth) * people) / weight, uniform) + stdDev * normal(uniform);
      const variance = stdDev ** 2;
      const { low, high } = shareEstimate(
        { value: part, variance },
        { value: part + rest, variance: 2 * variance },
        variance,
      );
      return low <= truth && truth <= high;
    });
    expect(covered).toBeGreaterThan(0.94);
  });

  test("is all of 0 to 1 where noise hides the whole", () => {
    expect(shareEstimate({ value: 3, variance: 400 }, { value: 5, variance: 900 }, 400)).toMatchObject({
      low: 0,
      high: 1,
      isWide: true,
    });
  });
});

test("Fieller's interval of a ratio covers, and is infinite where the denominator may be 0", () => {
  const uniform = uniformOf("ratio");
  const covered = coverage(() => {
    const numerator = { value: 130 + 17 * normal(uniform), variance: 17 ** 2 };
    const denominator = { value: 52 + 9 * normal(uniform), variance: 9 ** 2 };
    const { low, high } = ratioEstimate(numerator, denominator);
    return low <= 2.5 && 2.5 <= high;
  });
  expect(covered).toBeGreaterThan(0.94);
  expect(covered).toBeLessThan(0.965);
  expect(ratioEstimate({ value: 5, variance: 1 }, { value: 1, variance: 4 })).toEqual({
    ratio: 5,
    low: -Infinity,
    high: Infinity,
  });
});

test("the effect of a treatment is found with its interval", () => {
  const uniform = uniformOf("uplift");
  const arm = (people: number, rate: number) => {
    const yes = poisson(people * rate, uniform) + 8 * normal(uniform);
    const no = poisson(people * (1 - rate), uniform) + 8 * normal(uniform);
    return shareEstimate({ value: yes, variance: 64 }, { value: yes + no, variance: 128 }, 64);
  };
  const covered = coverage(() => {
    const { low, high } = shareDifference(arm(9_000, 0.15), arm(3_000, 0.12));
    return low <= 0.03 && 0.03 <= high;
  });
  expect(covered).toBeGreaterThan(0.94);
});

describe("consistency across levels", () => {
  // A total of 2 × 3 buckets: measured at both levels with other variances, not at the top.
  const measured = (uniform: () => number, truth: readonly number[]) => {
    const noisy = (value: number, stdDev: number) => value + stdDev * normal(uniform);
    const halves = [0, 3].map((start) => truth.slice(start, start + 3).reduce((sum, value) => sum + value, 0));
    return [
      null,
      { values: halves.map((value) => noisy(value, 4)), variance: 16 },
      { values: truth.map((value) => noisy(value, 7)), variance: 49 },
    ];
  };
  const truth = [10, 250, 33, 0, 5, 78];

  test("totals and parts agree", () => {
    const levels = consistentLevels([2, 3], measured(uniformOf("agree"), truth));
    const sum = (values: readonly number[] = []) => values.reduce((total, value) => total + value, 0);
    expect(sum(levels[1]?.values)).toBeCloseTo(levels[0]?.values[0] ?? Number.NaN, 9);
    expect(sum(levels[2]?.values.slice(3))).toBeCloseTo(levels[1]?.values[1] ?? Number.NaN, 9);
  });

  test("variances and covariances are those of the estimates, below the measured ones", () => {
    const uniform = uniformOf("variances");
    const errors = Array.from({ length: 6_000 }, () => {
      const levels = consistentLevels([2, 3], measured(uniform, truth));
      return [
        (levels[0]?.values[0] ?? 0) - 376,
        (levels[1]?.values[0] ?? 0) - 293,
        (levels[2]?.values[1] ?? 0) - 250,
      ] as const;
    });
    const levels = consistentLevels([2, 3], measured(uniform, truth));
    const moment = (of: (error: readonly [number, number, number]) => number) =>
      errors.reduce((sum, error) => sum + of(error), 0) / errors.length;
    // 1/16 + 1/147 and its double; four deviations of a variance of 6,000 draws are 7 %.
    expect(levels[1]?.variances[0]).toBeCloseTo(1 / (1 / 16 + 1 / 147), 9);
    expect(moment(([top]) => top ** 2) / (levels[0]?.variances[0] ?? 0)).toBeCloseTo(1, 1);
    expect(moment(([, half]) => half ** 2) / (levels[1]?.variances[0] ?? 0)).toBeCloseTo(1, 1);
    expect(moment(([, , leaf]) => leaf ** 2) / (levels[2]?.variances[1] ?? 0)).toBeCloseTo(1, 1);
    expect(moment(([, half, leaf]) => half * leaf) / (levels[2]?.withWhole[1] ?? 0)).toBeCloseTo(1, 0);
    expect(levels[2]?.variances[0]).toBeLessThan(49 * 0.72);
  });

  test("refuses levels of another length, without noise, or without buckets", () => {
    const level = { values: [1, 2], variance: 1 };
    expect(() => consistentLevels([3], [null, level])).toThrow(RangeError);
    expect(() => consistentLevels([2], [null, { ...level, variance: 0 }])).toThrow(RangeError);
    expect(() => consistentLevels([2], [{ values: [3], variance: 1 }, null])).toThrow(RangeError);
  });
});

describe("tables of a window", () => {
  const layout = windowLayout(examplePlan(), 900);
  const counts = Array.from({ length: 52 }, (_, index) => index * 3);
  const noise = [2, 3, 4, 5];
  const tables = metricTables(layout, { counts, noise, weight: 7 });

  test("there is one for each metric, from the total to all dimensions", () => {
    expect(tables.map(({ metric, rows }) => [metric, rows.length])).toEqual([
      ["stuck", 1 + 3 + 9],
      ["contacts", 1 + 3 + 6 + 18 + 36],
      ["reach", 1 + 4],
    ]);
    expect(tables[0]?.rows[5]?.values).toEqual(["Cart", "error-loop"]);
  });

  test("counts are weighted, and the noise of both operators counts", () => {
    const visit = tables[2]?.rows[1];
    expect(visit).toMatchObject({ values: ["visit"], count: 48 * 3 * 7, votes: 144, noiseVariance: 50 });
    // Noise 7²·50 and people 7·1,008: 1.96·√9,506 = 191 to each side.
    expect((visit?.high ?? 0) - (visit?.low ?? 0)).toBeCloseTo(2 * 191.7, 0);
  });

  test("an interval that is wider than its value is marked", () => {
    for (const { rows } of tables) {
      for (const { count, low, high, isWide } of rows) expect(isWide).toBe(high - low > Math.abs(count));
    }
    expect(tables[0]?.rows.some(({ isWide }) => isWide)).toBe(true);
    expect(tables[2]?.rows.some(({ isWide }) => isWide)).toBe(false);
  });

  test("counts of another window are refused", () => {
    expect(() => metricTables(layout, { counts: [1], noise, weight: 1 })).toThrow(RangeError);
  });
});
