import { expect, test } from "vitest";
import { noiseFor, roundRho, squaredNormBound } from "./round-privacy.ts";

test("counts and sums each cost their squared sensitivity over twice the variance", () => {
  // 4^7 - 1 = 16383 for 8 bits; 1/(2·25) + 16383/(2·250000).
  expect(roundRho({ countStdDev: 5, sumStdDev: 500, bits: 8, coordinates: 3 })).toBeCloseTo(0.02 + 0.032766, 12);
});

test("a histogram pays only for its counts, whatever its settings for sums", () => {
  expect(roundRho({ countStdDev: 5, sumStdDev: 0, bits: 8, coordinates: 0 })).toBeCloseTo(0.02, 12);
});

test.each([0.1, 0.37, 0.9])("noise for a budget spends exactly that budget, with %f on the counts", (countShare) => {
  const noise = noiseFor(0.0244, 6, countShare);
  expect(roundRho({ ...noise, bits: 6, coordinates: 2 })).toBeCloseTo(0.0244, 12);
  expect(1 / (2 * noise.countStdDev ** 2)).toBeCloseTo(0.0244 * countShare, 12);
});

test("all on the counts leaves no sums", () => {
  expect(noiseFor(0.5, 8, 1)).toEqual({ countStdDev: 1, sumStdDev: 0 });
});

test("rejects a round without noise, and an invalid budget", () => {
  expect(() => roundRho({ countStdDev: 0, sumStdDev: 1, bits: 8, coordinates: 1 })).toThrow(RangeError);
  expect(() => roundRho({ countStdDev: 1, sumStdDev: 0, bits: 8, coordinates: 1 })).toThrow(RangeError);
  expect(() => noiseFor(0, 8, 0.5)).toThrow(RangeError);
  expect(() => noiseFor(1, 8, 0)).toThrow(RangeError);
  expect(() => noiseFor(1, 8, 1.1)).toThrow(RangeError);
  expect(() => squaredNormBound(1)).toThrow(RangeError);
  expect(() => squaredNormBound(7.5)).toThrow(RangeError);
});
