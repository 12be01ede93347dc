import { expect, test } from "vitest";
import { auc } from "../auc.ts";
import { overClasses } from "./one-vs-rest.ts";

const rows = [
  { truth: [0], probabilities: [0.6, 0.3, 0.1, 0] },
  { truth: [1], probabilities: [0.5, 0.4, 0.1, 0] },
  { truth: [2], probabilities: [0.2, 0.5, 0.3, 0] },
  { truth: [0], probabilities: [0.3, 0.3, 0.4, 0] },
];

test("the mean of one class against the rest, by hand", () => {
  // Class 0 wins 3 of 4 pairs, class 1 2 of 3, class 2 2 of 3; class 3 is in no row.
  expect(overClasses(rows, 4, auc)).toBeCloseTo((3 / 4 + 2 / 3 + 2 / 3) / 3, 12);
});

test("of two classes whose probabilities add up to one, both give the same area", () => {
  const two = [0.1, 0.4, 0.35, 0.8].map((p, row) => ({ truth: [Number(row > 1)], probabilities: [1 - p, p] }));
  expect(overClasses(two, 2, auc)).toBeCloseTo(0.75, 12);
});

test("one class alone leaves nothing to measure", () => expect(overClasses(rows.slice(0, 1), 4, auc)).toBeNaN());
