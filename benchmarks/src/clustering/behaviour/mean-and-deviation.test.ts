import { expect, test } from "vitest";
import { meanAndDeviation, plusMinus } from "./mean-and-deviation.ts";

test("computes the sample deviation", () => {
  const { mean, deviation } = meanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9]);
  expect(mean).toBe(5);
  expect(deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
  expect(meanAndDeviation([3])).toEqual({ mean: 3, deviation: 0 });
  expect(plusMinus({ mean: 0.81249, deviation: 0.0136 }, 3)).toBe("0.812 ± 0.014");
});
