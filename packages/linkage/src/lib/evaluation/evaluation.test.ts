import { expect, test } from "vitest";
import { evaluateProfiles } from "./evaluation.ts";

test("agrees with figures worked out by hand", () => {
  // Person x: records 0 1 2; person y: 3 4; person z: 5. Profiles: {0 1} {2 3 4} {5}.
  const found = evaluateProfiles([0, 0, 1, 1, 1, 2], ["x", "x", "x", "y", "y", "z"]);
  // Pairs found: 01, 23, 24, 34; true: 01, 02, 12, 34; common: 01, 34.
  expect(found.pairPrecision).toBeCloseTo(2 / 4);
  expect(found.pairRecall).toBeCloseTo(2 / 4);
  expect(found.pairF1).toBeCloseTo(0.5);
  // Precision by record: 1 1 1/3 2/3 2/3 1; recall: 2/3 2/3 1/3 1 1 1.
  expect(found.b3Precision).toBeCloseTo(14 / 18);
  expect(found.b3Recall).toBeCloseTo(14 / 18);
  // Only {5} equals an entity: one of three profiles, one of three entities.
  expect(found.groupPrecision).toBeCloseTo(1 / 3);
  expect(found.groupRecall).toBeCloseTo(1 / 3);
  // Of the two profiles that merge anything, one merges two people.
  expect(found.falseMergeRate).toBeCloseTo(1 / 2);
});

test("counts only pairs across sources when it knows them", () => {
  const sources = [0, 0, 1, 1, 0];
  const found = evaluateProfiles([0, 0, 0, 1, 1], ["x", "x", "x", "y", "z"], { sources });
  // Across sources: found 02, 12, 34; true 02, 12.
  expect(found.pairPrecision).toBeCloseTo(2 / 3);
  expect(found.pairRecall).toBe(1);
});

test("is perfect for the truth itself, and without records", () => {
  for (const labels of [["a", "b", "a"], [], ["a"]]) {
    expect(evaluateProfiles(labels, labels)).toMatchObject({ pairF1: 1, b3F1: 1, groupF1: 1, falseMergeRate: 0 });
  }
});

test("distinguishes 1 and '1', and refuses lists of different lengths", () => {
  expect(evaluateProfiles([1, "1"], ["x", "x"]).pairRecall).toBe(0);
  expect(() => evaluateProfiles([1], [])).toThrow(RangeError);
});
