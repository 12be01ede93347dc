import { expect, test } from "vitest";
import { memberships } from "./membership.ts";

const edges = (...list: [a: number, b: number, weight: number][]) => ({
  a: Int32Array.from(list, ([a]) => a),
  b: Int32Array.from(list, ([, b]) => b),
  weight: Float32Array.from(list, ([, , weight]) => weight),
});
/** Records like nobody: with few records, nothing is sure. */
const OTHERS = Array.from({ length: 300 }, (_, at) => 100 + at);
const sure = (profiles: number[], list: Parameters<typeof edges>) =>
  [...memberships(profiles.length + OTHERS.length, Int32Array.from([...profiles, ...OTHERS]), edges(...list))]
    .slice(0, profiles.length)
    .map((one) => Math.round(one * 100) / 100);

test("with other records as confident as the best evidence there, alone as confident as no record is similar", () => {
  expect(sure([0, 0, 1], [[0, 1, 2]])).toEqual([0.8, 0.8, 1]);
  expect(sure([0, 1], [[0, 1, -2]])).toEqual([0.8, 0.8]);
  expect(
    sure(
      [0, 0, 0],
      [
        [0, 1, 1],
        [1, 2, 20],
        [0, 2, 20],
      ],
    ),
  ).toEqual([1, 1, 1]);
});

test("half as sure where another profile has evidence as good", () => {
  expect(
    sure(
      [0, 0, 1, 1],
      [
        [0, 1, 20],
        [2, 3, 20],
        [1, 2, 20],
      ],
    ),
  ).toEqual([1, 0.5, 0.5, 1]);
});

test("nothing is sure on five records, whatever the evidence", () => {
  const sureOfFive = memberships(5, Int32Array.from([0, 0, 1, 2, 3]), edges([0, 1, 40]));
  for (const one of sureOfFive) expect(one).toBeCloseTo(6 / 7);
});
