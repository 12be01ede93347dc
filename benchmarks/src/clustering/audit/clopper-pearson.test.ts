import { expect, test } from "vitest";
import { chanceBounds } from "./clopper-pearson.ts";

test.each([
  // No hit in n: the upper end is 1 - error^(1/n) in closed form, and vice versa.
  [0, 10, 0, 1 - 0.025 ** 0.1],
  [10, 10, 0.025 ** 0.1, 1],
  // 4 of 20 is in the 1934 paper's table and in every package: .0573 to .4366.
  [4, 20, 0.05733, 0.43661],
])("%i of %i lies between %f and %f", (hits, tries, low, high) => {
  const bounds = chanceBounds(hits, tries, 0.025);
  expect(bounds.low).toBeCloseTo(low, 4);
  expect(bounds.high).toBeCloseTo(high, 4);
});

test("ends the interval where the hits become unlikely", () => {
  // At the upper end, the probability of 60 or fewer hits in 1,000 equals the error.
  const { high } = chanceBounds(60, 1000, 0.01);
  let term = (1 - high) ** 1000;
  let sum = term;
  for (let hits = 1; hits <= 60; hits += 1) {
    term *= ((1000 - hits + 1) / hits) * (high / (1 - high));
    sum += term;
  }
  expect(sum).toBeCloseTo(0.01, 6);
});
