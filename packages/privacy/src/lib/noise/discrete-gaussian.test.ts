import { expect, test } from "vitest";
import { gaussianFit } from "../../../test/gaussian-fit.ts";
import { seededRandom } from "../seeded-random.ts";
import { discreteGaussians } from "./discrete-gaussian.ts";

const DRAWS = 20_000;

test.each([0.37, 1, 6.5, 1000])("variance %f has the exact distribution", (variance) => {
  const seed = `variance ${variance}`;
  const drawn = discreteGaussians(Math.sqrt(variance), DRAWS, seededRandom(seed)).map(Number);
  const fit = gaussianFit(drawn, variance);
  expect(fit.degrees).toBeGreaterThan(1);
  expect(fit.chiSquare, `seed "${seed}"`).toBeLessThan(fit.chiSquareLimit);
  const negative = drawn.filter((x) => x < 0).length;
  const positive = drawn.filter((x) => x > 0).length;
  expect(Math.abs(negative - positive), `seed "${seed}"`).toBeLessThan(4 * Math.sqrt(negative + positive));
});

test("the test distinguishes a variance from one 6 % larger", () => {
  const drawn = discreteGaussians(Math.sqrt(6.5 * 1.06), DRAWS, seededRandom("off")).map(Number);
  const { chiSquare, chiSquareLimit } = gaussianFit(drawn, 6.5);
  expect(chiSquare).toBeGreaterThan(chiSquareLimit);
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
