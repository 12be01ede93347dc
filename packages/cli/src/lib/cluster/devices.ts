import type { PointSet } from "@sedge/clustering/k-means";
import type { Panel } from "@sedge/cli/learner";
import type { Measurement } from "@sedge/protocol";
import { deviceCost } from "./device-cost.ts";
import { fullPanel } from "./full/full-panel.ts";
import { noiseSources } from "./noise-sources.ts";
import { sumsPanel } from "./sums-panel.ts";

/** Cost of all rounds on a device. */
interface Cost {
  readonly bytesPerDevice: number;
  readonly msPerDevice: number;
}

/** Simulated devices and both operators in this process. */
export interface Devices {
  /** A panel of simulated devices, one per point. */
  readonly panelOf: (points: PointSet) => Panel;
  /**
   * Cost of the rounds for `people` devices: in `full` measured during the run, in `sums` by making a few
   * contributions.
   */
  readonly costOf: (measurements: readonly Measurement[], people: number) => Promise<Cost>;
}

/** Simulated devices of a mode. `seed`: undefined for the system's random source. */
export function devicesOf(mode: "full" | "sums", seed: number | undefined): Devices {
  const sources = noiseSources(seed);
  if (mode === "sums") {
    return { panelOf: (points) => sumsPanel(points, sources), costOf: (measurements) => sampledCost(measurements) };
  }
  const panels: ReturnType<typeof fullPanel>[] = [];
  return {
    panelOf: (points) => {
      const panel = fullPanel(points, sources);
      panels.push(panel);
      return panel;
    },
    costOf: async (_, people) => {
      const all = panels.map((panel) => panel.spendings());
      return {
        bytesPerDevice: all.reduce((sum, { bytes }) => sum + bytes, 0) / people,
        msPerDevice: all.reduce(
          (sum, { ms, timed, contributions }) => sum + (ms / Math.max(1, timed)) * (contributions / people),
          0,
        ),
      };
    },
  };
}

/** Measures each kind of vote once. */
async function sampledCost(measurements: readonly Measurement[]): Promise<Cost> {
  const known = new Map<string, { readonly bytes: number; readonly ms: number }>();
  let [bytesPerDevice, msPerDevice] = [0, 0];
  for (const measurement of measurements) {
    const { centres, features, terms, bits } = measurement;
    const shape = [centres.length, features.length, terms, bits].join(" ");
    const cost = known.get(shape) ?? (await deviceCost(measurement));
    known.set(shape, cost);
    bytesPerDevice += cost.bytes;
    msPerDevice += cost.ms;
  }
  return { bytesPerDevice, msPerDevice };
}
