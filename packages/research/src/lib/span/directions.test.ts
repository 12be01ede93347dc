import { expect, test } from "vitest";
import { dot, drawnDirections, reaches } from "./directions.ts";
import { seededRandom } from "@sedge/clustering/random";

test("drawn directions are of length 1 and at right angles", () => {
  const drawn = drawnDirections(6, 9, seededRandom(7));
  expect(drawn).toHaveLength(6);
  drawn.forEach((one, a) => drawn.forEach((other, b) => expect(dot(one, other)).toBeCloseTo(a === b ? 1 : 0, 9)));
});

test("the reaches of mixed vectors are those that they were mixed from, the longest first", () => {
  const [long, short] = drawnDirections(5, 2, seededRandom(3)) as [Float64Array, Float64Array];
  const mixed = [0.3, 1.1, 2.5].map((angle) =>
    long.map((value, i) => 4 * Math.cos(angle) * value + Math.sin(angle) * short[i]!),
  );
  const found = reaches(mixed);
  expect(found).toHaveLength(2);
  expect(Math.abs(dot(found[0]!.direction, long))).toBeGreaterThan(0.99);
  expect(Math.abs(dot(found[1]!.direction, short))).toBeGreaterThan(0.99);
  const squares = found.reduce((sum, { length }) => sum + length ** 2, 0);
  expect(squares).toBeCloseTo(
    mixed.reduce((sum, vector) => sum + dot(vector, vector), 0),
    9,
  );
});
