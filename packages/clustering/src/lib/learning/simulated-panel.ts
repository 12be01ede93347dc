import { voter } from "@sedge/features/vote";
import { discreteGaussians, type RandomSource } from "@sedge/privacy/noise";
import { shapeOfMeasurement } from "@sedge/protocol";
import { type PointSet, sizeOf } from "../k-means/point-set.ts";
import type { Panel } from "./panel.ts";

/** Each adds its own noise to every sum. */
const OPERATORS = 2;

/**
 * One device a point, and both operators, in this process: the votes are the devices' own, and are summed as they are instead of in
 * shares, which gives the same sums; the noise is that of the real operators. `random`: a CSPRNG, or a seeded source for
 * measurements that have to be repeatable.
 */
export function simulatedPanel(points: PointSet, random: RandomSource): Panel {
  const people = sizeOf(points);
  return {
    people,
    ask: async (measurement, { countStdDev, sumStdDev }) => {
      const { cells, coordinates } = shapeOfMeasurement(measurement);
      const counts = new Float64Array(cells);
      const sums = new Float64Array(cells * coordinates);
      const vote = voter(measurement);
      for (let person = 0; person < people; person++) {
        const { cell, values } = vote(points.coordinates, person * points.d);
        counts[cell]! += 1;
        for (let i = 0; i < coordinates; i++) sums[cell * coordinates + i]! += values[i]!;
      }
      for (let operator = 0; operator < OPERATORS; operator++) {
        addNoise(counts, countStdDev, random);
        addNoise(sums, sumStdDev, random);
      }
      return { counts, sums };
    },
  };
}

function addNoise(sums: Float64Array, stdDev: number, random: RandomSource): void {
  if (sums.length === 0) return;
  discreteGaussians(stdDev, sums.length, random).forEach((draw, i) => (sums[i]! += Number(draw)));
}
