import { expect, test } from "vitest";
import { seededRandom } from "./seeded-random.ts";

test("the same seed gives the same bytes, however they are asked for, and another seed others", () => {
  const [one, two] = [seededRandom(7), seededRandom(7)];
  expect([...one(3), ...one(5)]).toEqual([...two(8)]);
  expect([...seededRandom(8)(8)]).not.toEqual([...seededRandom(7)(8)]);
});
