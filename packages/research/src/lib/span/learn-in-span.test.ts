import { voter } from "@sedge/features/vote";
import { rhoOf } from "@sedge/privacy/accountant";
import { discreteGaussians } from "@sedge/privacy/noise";
import { seededRandom } from "@sedge/privacy/seeded-random";
import { Measurement, shapeOfMeasurement } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { majorityAccuracy } from "@sedge/clustering/evaluation";
import { assign, type PointSet } from "@sedge/clustering/k-means";
import { normal, seededRandom as evenRandom } from "@sedge/clustering/random";
import type { Panel } from "@sedge/cli/learner";
import { simulatedDevices } from "./simulated-devices.ts";
import { learnInSpan } from "./learn-in-span.ts";

const [K, D, PEOPLE, EACH] = [3, 30, 1_000, 20] as const;

/** Votes and the noise of both operators; every measurement has to be valid on the wire. */
function panelOf({ d, coordinates: points }: PointSet, random: ReturnType<typeof seededRandom>): Panel {
  const people = points.length / d;
  return {
    people,
    ask: async (asked, noise) => {
      const measurement = v.parse(Measurement, asked);
      const { cells, coordinates } = shapeOfMeasurement(measurement);
      const drawn = (stdDev: number, length: number) =>
        length === 0 ? [] : Array.from(discreteGaussians(stdDev * Math.SQRT2, length, random), Number);
      const counts = drawn(noise.countStdDev, cells);
      const sums = drawn(noise.sumStdDev, cells * coordinates);
      const vote = voter(measurement);
      for (let person = 0; person < people; person++) {
        const { cell, values } = vote(points, person * d);
        counts[cell]! += 1;
        values.forEach((value, i) => (sums[cell * coordinates + i]! += value));
      }
      return { counts, sums };
    },
  };
}

test(
  "clusters of people with many points each are found among 30 features, within the budget",
  { timeout: 300_000 },
  async () => {
    const random = evenRandom(5);
    const centres = Float64Array.from({ length: K * D }, () => random() * 2 - 1);
    const truth = Int32Array.from({ length: PEOPLE * EACH }, () => Math.floor(random() * K));
    const coordinates = Float64Array.from(
      { length: truth.length * D },
      (_, at) => centres[truth[Math.floor(at / D)]! * D + (at % D)]! + 0.6 * normal(random),
    );
    const noise = seededRandom(9);
    const devices = simulatedDevices({ d: D, coordinates, pointsEach: EACH }, (votes) => panelOf(votes, noise), random);
    const rho = rhoOf(2, 1e-5);
    const side = (value: number) => Array.from({ length: D }, () => value);
    const { centres: learnt, rounds } = await learnInSpan(devices, {
      k: K,
      rho,
      box: { lower: side(-1), upper: side(1) },
      features: side(0).map((_, i) => `x${i + 1}`),
      random,
    });
    expect(rounds.reduce((sum, round) => sum + round.rho, 0)).toBeLessThanOrEqual(rho * 1.001);
    expect(new Set(rounds.map(({ id }) => id)).size).toBe(rounds.length);
    expect(majorityAccuracy(assign({ d: D, coordinates }, learnt).labels, truth)).toBeGreaterThan(0.95);
  },
);
