import { Measurement, shapeOfMeasurement } from "@sedge/protocol";
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { sumsOf } from "./measured-sums.ts";
import { voteOf, voter } from "./vote.ts";

const measurement = (fields: Partial<Measurement>): Measurement =>
  v.parse(Measurement, {
    features: ["x", "y"],
    centres: [
      [0, 0],
      [10, 0],
      [0, 10],
    ],
    terms: "offset",
    radii: [2, 4, 8],
    bits: 8,
    ...fields,
  });

const coordinate = fc.double({ min: -30, max: 30, noNaN: true });
const points = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 20 });

describe("voteOf", () => {
  test("names the nearest centre, and of equally near ones the first", () => {
    expect(voteOf(measurement({ terms: "count" }), [9, 1])).toEqual({ cell: 1, values: new Int32Array(0) });
    expect(voteOf(measurement({}), [5, 5]).cell).toBe(0);
  });

  test("encodes the offset in steps of the radius, and clips a longer one", () => {
    expect([...voteOf(measurement({}), [12, -1]).values]).toEqual([64, -32]);
    const cut = voteOf(measurement({}), [3, 4]).values;
    expect(cut[0]! / cut[1]!).toBeCloseTo(3 / 4, 1);
    expect(Math.hypot(...cut)).toBeGreaterThan(125);
  });

  test("is never longer than the operators allow", () => {
    const terms = fc.constantFrom("offset", "spread", "moments");
    fc.assert(
      fc.property(points, terms, fc.integer({ min: 2, max: 16 }), (all, kind, bits) => {
        for (const point of all) {
          const { values } = voteOf(measurement({ terms: kind, bits }), point);
          const square = values.reduce((sum, value) => sum + value ** 2, 0);
          expect(square).toBeLessThanOrEqual(4 ** (bits - 1) - 1);
          for (const value of values) {
            expect(value).toBeGreaterThanOrEqual(-(2 ** (bits - 1)));
            expect(value).toBeLessThan(2 ** (bits - 1));
          }
        }
      }),
    );
  });

  test("rejects a point of another length, or an invalid one", () => {
    expect(() => voteOf(measurement({}), [1])).toThrow(RangeError);
    expect(() => voteOf(measurement({}), [1, Number.NaN])).toThrow(RangeError);
  });
});

describe("sumsOf", () => {
  test.each(["offset", "spread", "moments"] as const)("gives back what the points' %s sum to", (terms) => {
    const all = [0.5, -0.25, 11, 2.5, 9, -3, 1, 14, -2, 9];
    const asked = measurement({ terms, bits: 16, radii: [2, 4, 8] });
    const { cells, coordinates } = shapeOfMeasurement(asked);
    const counts = new Float64Array(cells);
    const sums = new Float64Array(cells * coordinates);
    const vote = voter(asked);
    for (let at = 0; at < all.length; at += 2) {
      const { cell, values } = vote(all, at);
      counts[cell]! += 1;
      values.forEach((value, i) => (sums[cell * coordinates + i]! += value));
    }
    const opened = sumsOf(asked, counts, sums);
    expect(opened.counts).toEqual([1, 2, 2]);
    const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 2));
    expect(opened.offsets).toEqual([near([0.5, -0.25]), near([0, -0.5]), near([-1, 3])]);
    if (terms === "spread") expect(opened.squares).toEqual(near([0.3125, 17.25, 22]));
    if (terms === "moments") {
      expect(opened.products).toEqual([near([0.25, -0.125, 0.0625]), near([2, 5.5, 15.25]), near([5, 6, 17])]);
    }
  });

  test("refuses sums of another shape", () => {
    expect(() => sumsOf(measurement({}), [1, 2, 3], [1])).toThrow(RangeError);
  });
});

describe("Measurement", () => {
  test("refuses centres that disagree, and a vote above its bytes", () => {
    expect(v.safeParse(Measurement, { ...measurement({}), radii: [1] }).success).toBe(false);
    expect(v.safeParse(Measurement, { ...measurement({}), centres: [[0], [1], [2]] }).success).toBe(false);
    const many = Array.from({ length: 700 }, (_, i) => [i, 0]);
    const large = { ...measurement({}), centres: many, radii: many.map(() => 1) };
    expect(v.safeParse(Measurement, large).success).toBe(false);
    expect(v.safeParse(Measurement, { ...large, terms: "count" }).success).toBe(true);
  });
});
