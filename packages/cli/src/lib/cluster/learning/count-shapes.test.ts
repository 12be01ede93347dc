import { adjustedRandIndex } from "@sedge/clustering/evaluation";
import { normal, randomFrom } from "@sedge/models/random";
import { rhoOf } from "@sedge/privacy/accountant";
import { expect, test } from "vitest";
import { noiseSources } from "../noise-sources.ts";
import { sumsPanel } from "../sums-panel.ts";
import { countShapes } from "./count-shapes.ts";
import { shapeClusters } from "./density-clusters.ts";

const PEOPLE = 10_000;
const BOX = { lower: [0, 0], upper: [100, 100] };

/** Two rings in each other. */
function rings(seed: number) {
  const random = randomFrom(seed);
  const coordinates = new Float64Array(2 * PEOPLE);
  const truth = Int32Array.from({ length: PEOPLE }, (_, p) => p % 2);
  truth.forEach((ring, p) => {
    const angle = 2 * Math.PI * random();
    const radius = 18 + 18 * ring + normal(random);
    coordinates.set([50 + radius * Math.cos(angle), 50 + radius * Math.sin(angle)], 2 * p);
  });
  return { points: { d: 2, coordinates }, truth };
}

test.each([1, 8])(
  "rings in each other are found at ε %d, and the whole budget is charged, no more",
  async (epsilon) => {
    const { points, truth } = rings(1);
    const rho = rhoOf(epsilon, PEOPLE ** -1.5);
    const panel = sumsPanel(points, noiseSources(1));
    let asked = 0;
    const counted = await countShapes(
      {
        ...panel,
        ask: (measurement, noise) => {
          asked += 1 / (2 * noise.countStdDev ** 2);
          return panel.ask(measurement, noise);
        },
      },
      { rho, box: BOX, features: ["x", "y"] },
    );
    const { labelsOf, counts } = shapeClusters(counted);
    expect(counts).toHaveLength(2);
    expect(adjustedRandIndex(labelsOf(points), truth)).toBeGreaterThan(0.95);
    expect(asked).toBeCloseTo(rho, 10);
    expect(counted.rounds.reduce((sum, round) => sum + round.rho, 0)).toBeCloseTo(rho, 10);
  },
);
