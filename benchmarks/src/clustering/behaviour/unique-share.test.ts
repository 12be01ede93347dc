import { expect, test } from "vitest";
import { uniqueShare } from "./unique-share.ts";

test("counts people whose whole sequence is unique", () => {
  const sequences = [
    ["c1", "c2"],
    ["c1", "c2"],
    ["c1", "c3"],
    ["c2", "c1"],
  ];
  expect(uniqueShare(sequences)).toBe(0.5);
  expect(uniqueShare(sequences.map(([first]) => [first!]))).toBe(0.25);
  expect(() => uniqueShare([])).toThrow(RangeError);
});
