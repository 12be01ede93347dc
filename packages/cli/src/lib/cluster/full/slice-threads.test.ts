import type { Measurement } from "@sedge/protocol";
import { expect, test } from "vitest";
import { systemRandom } from "../noise-sources.ts";
import { drawSecrets } from "./round-keys.ts";
import { SliceThreads } from "./slice-threads.ts";

const measurement: Measurement = { features: ["x"], centres: [[0], [1]], terms: "offset", radii: [1, 1], bits: 4 };

test("threads are reused round after round, with more or fewer of them", async () => {
  const threads = new SliceThreads();
  const job = (...points: number[]) => ({
    secrets: drawSecrets("demo", systemRandom),
    measurement,
    coordinates: Float64Array.from(points),
    ballots: "native" as const,
  });
  for (const jobs of [[job(0, 1), job(0.2)], [job(1)], [job(0), job(1), job(0.4, 0.6)]]) {
    let counted = 0;
    const sums = await threads.count(jobs, () => (counted += 1));
    expect(sums.map(({ contributions }) => contributions)).toEqual(jobs.map(({ coordinates }) => coordinates.length));
    expect(counted).toBe(jobs.reduce((sum, { coordinates }) => sum + coordinates.length, 0));
  }
});

test("fails for an invalid slice", async () => {
  const job = {
    secrets: drawSecrets("demo", systemRandom),
    measurement,
    coordinates: Float64Array.of(0),
    ballots: "native" as const,
  };
  await expect(
    new SliceThreads().count([{ ...job, measurement: { ...measurement, bits: 1 } }], () => {}),
  ).rejects.toThrow();
});
