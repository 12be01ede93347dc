import { seededRandom } from "@sedge/privacy/seeded-random";
import type { Measurement } from "@sedge/protocol";
import { expect, test } from "vitest";
import { noiseSources } from "../noise-sources.ts";
import { sumsPanel } from "../sums-panel.ts";
import { fullPanel } from "./full-panel.ts";

const PEOPLE = 12;
const measurement = (terms: Measurement["terms"]): Measurement => ({
  features: ["x", "y"],
  centres: [
    [0.2, 0.3],
    [0.8, 0.4],
    [0.5, 0.9],
  ],
  terms,
  radii: [0.3, 0.2, 0.4],
  bits: 6,
});

const bytes = seededRandom("points")(PEOPLE * 2);
const points = { d: 2, coordinates: Float64Array.from(bytes, (byte) => byte / 255) };

test.each(["count", "offset", "spread", "moments"] as const)(
  "with the same noise, the full protocol gives exactly the sums of plain addition: %s",
  async (terms) => {
    const noise = { countStdDev: 2.3, sumStdDev: terms === "count" ? 0 : 17 };
    const full = fullPanel(points, noiseSources(5));
    const sums = sumsPanel(points, noiseSources(5));
    // Twice, because the second round continues the same streams of noise.
    for (let round = 0; round < 2; round += 1) {
      const [one, two] = [await full.ask(measurement(terms), noise), await sums.ask(measurement(terms), noise)];
      expect(one).toEqual(two);
      expect(one.counts).toHaveLength(3);
    }
    const { contributions, bytes: sent, ms, timed } = full.spendings();
    expect(contributions).toBe(2 * PEOPLE);
    expect(sent / contributions).toBeLessThan(25_000);
    expect(timed).toBe(8);
    expect(ms).toBeGreaterThan(0);
  },
);

test("several threads count every device once", async () => {
  const many = { d: 2, coordinates: Float64Array.from(seededRandom("many")(210 * 2), (byte) => byte / 255) };
  const noise = { countStdDev: 2.3, sumStdDev: 17 };
  let counted = 0;
  const full = fullPanel(many, noiseSources(7), () => (counted += 1));
  const sums = sumsPanel(many, noiseSources(7));
  expect(await full.ask(measurement("offset"), noise)).toEqual(await sums.ask(measurement("offset"), noise));
  expect(counted).toBe(210);
});

test("another seed gives other noise", async () => {
  const noise = { countStdDev: 50, sumStdDev: 500 };
  const [one, two] = [sumsPanel(points, noiseSources(5)), sumsPanel(points, noiseSources(6))];
  expect(await one.ask(measurement("offset"), noise)).not.toEqual(await two.ask(measurement("offset"), noise));
});
