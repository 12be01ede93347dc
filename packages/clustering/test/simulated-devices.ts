import { voter } from "@sedge/features/vote";
import { Codebook, type Measurement, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import { normal, seededRandom } from "../src/lib/random/seeded-random.ts";
import type { RoundSums } from "../src/lib/codebook/round-sums.ts";

/** Groups of people in the unit square, and the rounds that they answer. For tests. */
export interface Group {
  readonly x: number;
  readonly y: number;
  readonly people: number;
  /** Standard deviation in each direction. */
  readonly width: number;
}

/** The groups' people, the same for the same seed. */
export function simulatedDevices(groups: readonly Group[], seed: number): number[][] {
  const random = seededRandom(seed);
  return groups.flatMap(({ x, y, people, width }) =>
    Array.from({ length: people }, () => [x + width * normal(random), y + width * normal(random)]),
  );
}

/** What a round opens: the votes of these people, with normal noise of both operators, rounded. */
export function askedOf(
  measurement: Measurement,
  people: readonly (readonly number[])[],
  { countStdDev, sumStdDev, seed }: { readonly countStdDev: number; readonly sumStdDev: number; readonly seed: number },
): RoundSums {
  const random = seededRandom(seed);
  const { cells, coordinates } = shapeOfMeasurement(measurement);
  const counts = new Float64Array(cells);
  const sums = new Float64Array(cells * coordinates);
  const vote = voter(measurement);
  for (const point of people) {
    const { cell, values } = vote(point, 0);
    counts[cell]! += 1;
    values.forEach((value, i) => (sums[cell * coordinates + i]! += value));
  }
  return {
    measurement,
    counts: counts.map((count) => Math.round(count + countStdDev * normal(random))),
    sums: sums.map((sum) => Math.round(sum + sumStdDev * normal(random))),
    people: people.length,
    countStdDev,
    sumStdDev,
  };
}

/** A prior over the unit square: a grid of leaves below the root, the left half of them cluster c1, the right half c2. */
export function squareCodebook(side: number): Codebook {
  const leaves = Array.from({ length: side * side }, (_, i) => ({
    path: `${i}`,
    centroid: [((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side],
    count: 100,
    cluster: i % side < side / 2 ? "c1" : "c2",
    confidence: 1,
  }));
  return v.parse(Codebook, {
    generation: 0,
    source: "prior",
    featureSchema: "square.v1",
    features: ["across", "up"],
    cells: [{ path: "", centroid: [0.5, 0.5], count: 100 * side * side, cluster: "c1", confidence: 0.5 }, ...leaves],
    clusters: [
      { id: "c1", name: "left", centroid: [0.25, 0.5], count: 50 * side * side },
      { id: "c2", name: "right", centroid: [0.75, 0.5], count: 50 * side * side },
    ],
  });
}
