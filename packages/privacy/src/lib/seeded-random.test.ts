import { expect, test } from "vitest";
import { seededRandom } from "./seeded-random.ts";

test("the same seed gives the same bytes, in requests of any size, and another seed gives others", () => {
  const [one, two] = [seededRandom(7), seededRandom(7)];
  expect([...one(3), ...one(5)]).toEqual([...two(8)]);
  expect([...seededRandom(8)(8)]).not.toEqual([...seededRandom(7)(8)]);
});
