import { expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { discreteGaussians } from "./discrete-gaussian.ts";

const DRAWS = 20_000;

/** The value that a chi-square of so many degrees exceeds with a chance of about 1 in 30,000 (Wilson and Hilferty). */
const chiSquareLimit = (degrees: number) => degrees * (1 - 2 / (9 * degrees) + 4 * Math.sqrt(2 / (9 * degrees))) ** 3;

/** Draws against the exact probabilities, neighbouring integers put together until at least 20 draws are expected. */
function chiSquare(drawn: readonly number[], variance: number): { statistic: number; degrees: number } {
  const reach = Math.ceil(12 * Math.sqrt(variance)) + 5;
  const weight = (x: number) => Math.exp(-(x ** 2) / (2 * variance));
  let total = 0;
  for (let x = -reach; x <= reach; x += 1) total += weight(x);
  const counts = new Map<number, number>();
  for (const x of drawn) counts.set(x, (counts.get(x) ?? 0) + 1);
  let statistic = 0;
  let degrees = -1;
  let expected = 0;
  let observed = 0;
  for (let x = -reach; x <= reach; x += 1) {
    expected += (weight(x) / total) * drawn.length;
    observed += counts.get(x) ?? 0;
    if (expected < 20 && x < reach) continue;
    if (expected > 1) {
      statistic += (observed - expected) ** 2 / expected;
      degrees += 1;
    }
    expected = 0;
    observed = 0;
  }
  return { statistic, degrees };
}

test.each([0.37, 1, 6.5, 1000])("variance %f has the exact distribution", (variance) => {
  const seed = `variance ${variance}`;
  const drawn = discreteGaussians(Math.sqrt(variance), DRAWS, seededRandom(seed)).map(Number);
  const { statistic, degrees } = chiSquare(drawn, variance);
  expect(degrees).toBeGreaterThan(1);
  expect(statistic, `seed "${seed}"`).toBeLessThan(chiSquareLimit(degrees));
  const negative = drawn.filter((x) => x < 0).length;
  const positive = drawn.filter((x) => x > 0).length;
  expect(Math.abs(negative - positive), `seed "${seed}"`).toBeLessThan(4 * Math.sqrt(negative + positive));
});

test("the test tells a variance from one 6 % larger", () => {
  const drawn = discreteGaussians(Math.sqrt(6.5 * 1.06), DRAWS, seededRandom("off")).map(Number);
  const { statistic, degrees } = chiSquare(drawn, 6.5);
  expect(statistic).toBeGreaterThan(chiSquareLimit(degrees));
});

test("a large deviation has the moments of a Gaussian", () => {
  const drawn = discreteGaussians(20_000.5, DRAWS, seededRandom("large")).map(Number);
  const mean = drawn.reduce((sum, x) => sum + x, 0) / DRAWS;
  const variance = drawn.reduce((sum, x) => sum + x ** 2, 0) / DRAWS;
  const fourth = drawn.reduce((sum, x) => sum + x ** 4, 0) / DRAWS;
  expect(Math.abs(mean)).toBeLessThan((4 * 20_000) / Math.sqrt(DRAWS));
  expect(Math.abs(variance / 20_000.5 ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / DRAWS));
  expect(Math.abs(fourth / variance ** 2 / 3 - 1)).toBeLessThan(0.15);
});

test("each draw is its own, and each source gives its own", () => {
  const [first, second] = [discreteGaussians(1e4, 100, seededRandom(1)), discreteGaussians(1e4, 100, seededRandom(2))];
  expect(new Set([...first, ...second]).size).toBeGreaterThan(190);
  expect(discreteGaussians(1e4, 100, seededRandom(1))).toEqual(first);
});

test.each([0, -1, Number.NaN, Infinity, 1e6])("a deviation of %f is refused", (stdDev) => {
  expect(() => discreteGaussians(stdDev, 1, seededRandom(1))).toThrow(RangeError);
});
