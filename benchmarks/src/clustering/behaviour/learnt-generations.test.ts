import { randomFrom } from "@sedge/models/random";
import { expect, test } from "vitest";
import { learntGenerations } from "./learnt-generations.ts";
import { neutralCodebook } from "./neutral-codebook.ts";
import { countStdDevOf, simulatedRound } from "./simulated-round.ts";

const random = randomFrom(5);
const anywhere = Array.from({ length: 500 }, () => [random(), random()]);
const neutral = neutralCodebook(anywhere, {
  featureSchema: "session.v1",
  features: ["depth", "breadth"],
  cells: 12,
  clusters: 3,
});
const people = Array.from({ length: 3_000 }, (_, i) => [0.2 + 0.3 * (i % 3) + 0.02 * random(), 0.5 + 0.02 * random()]);

test("finds the people's groups when starting with cells that use no data", () => {
  const made = learntGenerations(neutral, [people, people, people], { rho: 0.05, minPeople: 50 }, randomFrom(1));
  expect(made.map(({ refusal }) => refusal)).toEqual([undefined, undefined, undefined, undefined]);
  const depths = made
    .at(-1)!
    .codebook.clusters.map(({ centroid }) => centroid[0]!)
    .toSorted((a, b) => a - b);
  [0.21, 0.51, 0.81].forEach((depth, i) => expect(Math.abs(depths[i]! - depth)).toBeLessThan(0.03));
});

test("adds both operators' noise, as large as ρ requires", () => {
  const measurement = { features: ["x"], centres: [[0], [1]], terms: "offset" as const, radii: [1, 1], bits: 8 };
  const rho = 0.02;
  const counts = Array.from(
    { length: 400 },
    () => simulatedRound(measurement, [[0.1], [0.9]], rho, random).counts[0]! - 1,
  );
  const deviation = Math.sqrt(counts.reduce((sum, count) => sum + count ** 2, 0) / counts.length);
  // One operator: 1 / √(2 · .02 · .5) = 7.07; both 10. A standard error of 3.5 %.
  expect(countStdDevOf(rho)).toBeCloseTo(10, 6);
  expect(deviation).toBeGreaterThan(8.8);
  expect(deviation).toBeLessThan(11.2);
  expect(Array.from(simulatedRound(measurement, [[0.1], [0.9]], Infinity, random).counts)).toEqual([1, 1]);
});
