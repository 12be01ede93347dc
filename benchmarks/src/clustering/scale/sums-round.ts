import { noiseSources, sumsPanel } from "@sedge/cli/cluster-panels";
import { seededRandom } from "@sedge/privacy/seeded-random";
import type { Measurement } from "@sedge/protocol";

/** A complete round in `sums`: every device's vote is added, and noise is added before opening. */
export interface SumsRound {
  readonly devices: number;
  readonly seconds: number;
}

const FEATURES = 14;
const CELLS = 64;

/** Measures the time of a round with this many devices on one core, with 64 cells and 14 features. */
export async function sumsRound(devices: number): Promise<SumsRound> {
  const random = seededRandom("devices");
  const bytes = random(devices * FEATURES);
  const coordinates = Float64Array.from(bytes, (byte) => byte / 255);
  const cells = random(CELLS * FEATURES);
  const measurement: Measurement = {
    features: Array.from({ length: FEATURES }, (_, feature) => `x${feature + 1}`),
    centres: Array.from({ length: CELLS }, (_, cell) =>
      Array.from({ length: FEATURES }, (_, feature) => (cells[cell * FEATURES + feature] ?? 0) / 255),
    ),
    terms: "offset",
    radii: Array.from({ length: CELLS }, () => 1),
    bits: 8,
  };
  const panel = sumsPanel({ d: FEATURES, coordinates }, noiseSources(1));
  const start = performance.now();
  await panel.ask(measurement, { countStdDev: 5, sumStdDev: 600 });
  return { devices, seconds: (performance.now() - start) / 1000 };
}
