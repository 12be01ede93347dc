import { expect, test } from "vitest";
import { adjustedRand, mutualInformation, spreadDistance } from "./partition.ts";
import { randomFrom } from "./random.ts";

const labels = Array.from({ length: 4_000 }, (_, index) => `${index % 4}`);

test("a relabelled partition is the same one: two bits, and a Rand index of 1", () => {
  const renamed = labels.map((label) => `cell ${label}`);
  expect(mutualInformation(labels, renamed)).toBeCloseTo(2, 12);
  expect(adjustedRand(labels, renamed)).toBeCloseTo(1, 12);
});

test("a partition by chance says next to nothing", () => {
  const random = randomFrom(9);
  const drawn = labels.map(() => `${Math.floor(random() * 4)}`);
  expect(mutualInformation(labels, drawn)).toBeLessThan(0.01);
  expect(Math.abs(adjustedRand(labels, drawn))).toBeLessThan(0.01);
});

test("a partition twice as coarse keeps half the bits", () => {
  const coarse = labels.map((label) => (label < "2" ? "low" : "high"));
  expect(mutualInformation(labels, coarse)).toBeCloseTo(1, 12);
});

test("the spread moves by what moved", () => {
  expect(spreadDistance(["a", "a", "b", "b"], ["a", "b", "b", "c"])).toBeCloseTo(0.25, 12);
});
