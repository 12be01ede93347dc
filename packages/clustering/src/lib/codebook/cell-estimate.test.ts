import { expect, test } from "vitest";
import { cellEstimates } from "./cell-estimate.ts";
import { askedOf, simulatedDevices, squareCodebook } from "../../../test/simulated-devices.ts";
import { measurementFor } from "./measurement-for.ts";

const people = simulatedDevices([{ x: 0.2, y: 0.3, people: 900, width: 0.03 }], 2);
const measurement = measurementFor(squareCodebook(2), { minPeople: 50, countStdDev: 0, explore: false });

test("without noise the mean and spread are the people's own", () => {
  const [cell, ...others] = cellEstimates(askedOf(measurement, people, { countStdDev: 0, sumStdDev: 0, seed: 1 }));
  expect(cell!.count).toBe(900);
  expect(cell!.mean[0]).toBeCloseTo(0.2, 2);
  expect(cell!.mean[1]).toBeCloseTo(0.3, 2);
  expect(cell!.spread!).toBeCloseTo(2 * 0.03 ** 2, 3);
  for (const other of others) expect(other).toMatchObject({ count: 0, mean: other.centre });
});

test("noise that would carry the mean away leaves it where it was", () => {
  const noisy = (sumStdDev: number) =>
    cellEstimates(askedOf(measurement, people, { countStdDev: 5, sumStdDev, seed: 3 }))[0]!;
  expect(noisy(2_000).mean[1]).toBeCloseTo(0.3, 1);
  // The offsets of 900 people are at most 900 · 127 steps together: this is nothing but noise.
  const { mean, centre } = noisy(3_000_000);
  expect(Math.hypot(mean[0]! - centre[0]!, mean[1]! - centre[1]!)).toBeLessThan(0.001);
});

test("noise shrinks a mean by as much as is known of it, on average toward the truth", () => {
  const errors = Array.from({ length: 40 }, (_, seed) => {
    const round = askedOf(measurement, people, { countStdDev: 5, sumStdDev: 12_000, seed });
    const { mean, centre, count } = cellEstimates(round)[0]!;
    const raw = centre.map((x, i) => x + (round.sums[i]! / count) * (measurement.radii[0]! / (127 * Math.sqrt(0.8))));
    const error = (point: readonly number[]) => Math.hypot(point[0]! - 0.2, point[1]! - 0.3);
    return { shrunk: error(mean), raw: error(raw) };
  });
  const meanOf = (pick: (one: { shrunk: number; raw: number }) => number) =>
    errors.reduce((sum, one) => sum + pick(one), 0) / errors.length;
  expect(meanOf(({ shrunk }) => shrunk)).toBeLessThan(meanOf(({ raw }) => raw));
});
