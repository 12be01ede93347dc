import type { Measurement } from "@sedge/protocol";
import { fullPanel } from "./full/full-panel.ts";
import { noiseSources } from "./noise-sources.ts";

/** What one contribution costs a device. */
export interface DeviceCost {
  /** Bytes sent: the request for a ballot, and the contribution. */
  readonly bytes: number;
  /** Milliseconds of processor time: ballot, shares, proof and seal. */
  readonly ms: number;
}

/** As many as are warmed up and timed of a round. */
const DEVICES = 6;

/** What a contribution to this measurement costs, by making a few real ones. */
export async function deviceCost(measurement: Measurement): Promise<DeviceCost> {
  const d = measurement.features.length;
  const panel = fullPanel({ d, coordinates: new Float64Array(DEVICES * d) }, noiseSources());
  await panel.ask(measurement, { countStdDev: 1, sumStdDev: 1 });
  const { contributions, bytes, ms, timed } = panel.spendings();
  return { bytes: bytes / contributions, ms: ms / timed };
}
