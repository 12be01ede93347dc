import { expect, test } from "vitest";
import { editDistance } from "./clear-comparer.ts";
import { jaroWinkler } from "./jaro-winkler.ts";

/** Winkler's own examples (1990 and 1994), to three places. */
test.each([
  ["martha", "marhta", 0.961],
  ["dwayne", "duane", 0.84],
  ["dixon", "dicksonx", 0.813],
  ["jones", "johnson", 0.832],
  ["abroms", "abrams", 0.922],
  ["", "a", 0],
  ["a", "a", 1],
])("%s and %s are alike to %f", (a, b, likeness) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(likeness, 2);
  expect(jaroWinkler(b, a)).toBeCloseTo(likeness, 2);
});

test.each([
  ["", "", 0],
  ["abc", "", 3],
  ["smith", "smiht", 1],
  ["kitten", "sitting", 3],
  ["ca", "abc", 3],
])("%s is %s after %i edits", (a, b, edits) => expect(editDistance(a, b)).toBe(edits));
