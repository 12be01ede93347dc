import type { Measurement } from "@sedge/protocol";
import { fullPanel } from "./full/full-panel.ts";
import { noiseSources } from "./noise-sources.ts";

/** Cost of one contribution on a device. */
export interface DeviceCost {
  /** Bytes sent: the request for a ballot, and the contribution. */
  readonly bytes: number;
  /** Milliseconds of processor time: ballot, shares, proof and seal. */
  readonly ms: number;
}

/** Contributions per round that warm up and are timed. */
const DEVICES = 6;

/** Measures the cost of a contribution to this measurement by making a few real ones. */
export async function deviceCost(measurement: Measurement): Promise<DeviceCost> {
  const d = measurement.features.length;
  const panel = fullPanel({ d, coordinates: new Float64Array(DEVICES * d) }, noiseSources());
  await panel.ask(measurement, { countStdDev: 1, sumStdDev: 1 });
  const { contributions, bytes, ms, timed } = panel.spendings();
  return { bytes: bytes / contributions, ms: ms / timed };
}
