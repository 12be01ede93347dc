import { voter } from "@sedge/features/vote";
import { epsilonOf, rhoOf } from "@sedge/privacy/accountant";
import { discreteGaussians } from "@sedge/privacy/noise";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { Measurement, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { assign, type PointSet } from "@sedge/clustering/k-means";
import { countCells } from "./count-cells.ts";
import { learnClusters } from "./learn-clusters.ts";
import { normal, seededRandom as evenRandom } from "@sedge/clustering/random";
import type { Panel } from "./panel.ts";

/** Both operators with their noise, and votes as on devices; every measurement must be valid on the wire. */
function panelOf(points: PointSet, seed: number): Panel {
  const random = seededRandom(seed);
  const people = points.coordinates.length / points.d;
  return {
    people,
    ask: async (asked, noise) => {
      const measurement = v.parse(Measurement, asked);
      const { cells, coordinates } = shapeOfMeasurement(measurement);
      const drawn = (stdDev: number, length: number) => {
        if (length === 0) return [];
        const other = discreteGaussians(stdDev, length, random);
        return discreteGaussians(stdDev, length, random).map((draw, i) => Number(draw + other[i]!));
      };
      const counts = drawn(noise.countStdDev, cells);
      const sums = drawn(noise.sumStdDev, cells * coordinates);
      const vote = voter(measurement);
      for (let person = 0; person < people; person++) {
        const { cell, values } = vote(points.coordinates, person * points.d);
        counts[cell]! += 1;
        values.forEach((value, i) => (sums[cell * coordinates + i]! += value));
      }
      return { counts, sums };
    },
  };
}

/** Round clouds of deviation 1 around centres in ±20. */
function clouds(d: number, k: number, people: number, seed: number) {
  const random = evenRandom(seed);
  const centres = Float64Array.from({ length: k * d }, () => (random() * 2 - 1) * 20);
  const coordinates = Float64Array.from(
    { length: people * d },
    (_, at) => centres[(Math.floor(at / d) % k) * d + (at % d)]! + normal(random),
  );
  const side = (value: number) => Array.from({ length: d }, () => value);
  const features = Array.from({ length: d }, (_, i) => `x${i + 1}`);
  return { points: { d, coordinates }, box: { lower: side(-25), upper: side(25) }, features };
}

const DELTA = 1e-5;

describe("learnClusters", () => {
  test.each([
    { d: 2, k: 5, people: 3_000, most: 1.1 },
    { d: 6, k: 4, people: 4_000, most: 1.1 },
  ])("finds $k clouds in $d dimensions and spends the budget", async ({ d, k, people, most }) => {
    const { points, box, features } = clouds(d, k, people, 11);
    const rho = rhoOf(2, DELTA);
    const learnt = await learnClusters(panelOf(points, 3), { k, rho, box, features, random: evenRandom(5) });
    // Clouds of deviation 1 have d a person around their own centres.
    expect(assign(points, learnt.centres).inertia / people).toBeLessThan(d * most);
    const spent = learnt.rounds.reduce((sum, round) => sum + round.rho, 0);
    expect(epsilonOf(spent, DELTA)).toBeCloseTo(2, 6);
    expect(learnt.counts.reduce((sum, count) => sum + count, 0)).toBeCloseTo(people, 6);
  });

  test("bounds may be far wider than the area that people occupy", async () => {
    const { points, features } = clouds(2, 5, 4_000, 16);
    const box = { lower: [-25, -25], upper: [275, 275] };
    const rho = rhoOf(0.5, DELTA);
    const learnt = await learnClusters(panelOf(points, 8), { k: 5, rho, box, features, random: evenRandom(10) });
    // Without a first look this results in 5 to 50.
    expect(assign(points, learnt.centres).inertia / 4_000).toBeLessThan(2 * 1.1);
  });

  test("with overwhelming noise, it is hardly worse than the centre of the box", async () => {
    const { points, box, features } = clouds(3, 4, 200, 12);
    const middle = { d: 3, coordinates: Float64Array.of(0, 0, 0) };
    const learnt = await learnClusters(panelOf(points, 4), { k: 4, rho: 1e-5, box, features, random: evenRandom(6) });
    expect(assign(points, learnt.centres).inertia).toBeLessThan(1.2 * assign(points, middle).inertia);
  });

  test("uses no more rounds than allowed", async () => {
    const { points, box, features } = clouds(2, 3, 600, 13);
    for (const rounds of [1, 2, 3, 4]) {
      const learnt = await learnClusters(panelOf(points, 5), {
        k: 3,
        rho: 0.5,
        box,
        features,
        rounds,
        random: evenRandom(7),
      });
      expect(learnt.rounds.length).toBeLessThanOrEqual(rounds);
    }
  });

  test("rejects fewer people than clusters, and a missing budget", async () => {
    const { points, box, features } = clouds(2, 3, 6, 14);
    const call = { box, features, random: evenRandom(8) };
    await expect(learnClusters(panelOf(points, 6), { ...call, k: 7, rho: 1 })).rejects.toThrow(RangeError);
    await expect(learnClusters(panelOf(points, 6), { ...call, k: 2, rho: 0 })).rejects.toThrow(RangeError);
  });
});

test("countCells counts the people in each cell", async () => {
  const { points, box, features } = clouds(2, 2, 2_000, 15);
  const { cells, counts, countStdDev, rounds } = await countCells(panelOf(points, 7), {
    rho: 0.5,
    box,
    features,
    random: evenRandom(9),
  });
  const exact = new Float64Array(counts.length);
  assign(points, cells).labels.forEach((label) => (exact[label]! += 1));
  const off = counts.reduce((sum, count, cell) => sum + ((count - exact[cell]!) / countStdDev) ** 2, 0) / counts.length;
  expect(off).toBeGreaterThan(0.7);
  expect(off).toBeLessThan(1.3);
  expect(rounds).toHaveLength(1);
});
