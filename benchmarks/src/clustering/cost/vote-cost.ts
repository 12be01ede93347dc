import { cellSum } from "@sedge/privacy/contribution";
import type { RandomSource } from "@sedge/privacy/noise";
import { deviceCost } from "@sedge/cli/cluster-panels";
import { type Measurement, shapeOfMeasurement } from "@sedge/protocol";
import { medianMs } from "./median-time.ts";

/** The cost of a contribution for the device and both operators. */
export interface VoteCost {
  readonly name: string;
  /** Bytes that the device sends, including ballot, consent receipt and JSON. */
  readonly sentBytes: number;
  /** Bytes of the shares only, sealed or not. */
  readonly shareBytes: number;
  /** Milliseconds of the device: in total, and for the shares and their proof only. */
  readonly deviceMs: number;
  readonly splitMs: number;
  /** Milliseconds of each operator for its part of the check. */
  readonly edgeMs: number;
  readonly aggregatorMs: number;
}

const NONCE = new Uint8Array(16).fill(1);
const VERIFY_KEY = new Uint8Array(32).fill(2);

/** A measurement with this many cells and features. The positions of the cells do not affect the cost. */
export function plainMeasurement(cells: number, features: number, terms: Measurement["terms"]): Measurement {
  return {
    features: Array.from({ length: features }, (_, feature) => `x${feature + 1}`),
    centres: Array.from({ length: cells }, (_, cell) => Array.from({ length: features }, () => cell)),
    terms,
    radii: Array.from({ length: cells }, () => 1),
    bits: 8,
  };
}

/** Measures the cost of a contribution on this machine by making and checking real ones. */
export async function voteCost(
  name: string,
  measurement: Measurement,
  times: number,
  random: RandomSource,
): Promise<VoteCost> {
  const shape = shapeOfMeasurement(measurement);
  const round = cellSum(shape, "bench", "r1");
  const vote = { cell: shape.cells - 1, values: new Int32Array(shape.coordinates).fill(1) };
  const split = await round.split(vote, NONCE, random);
  const { publicShare, edgeShare, aggregatorShare } = split;
  const device = await deviceCost(measurement);
  return {
    name,
    sentBytes: device.bytes,
    shareBytes: publicShare.length + edgeShare.length + aggregatorShare.length,
    deviceMs: device.ms,
    splitMs: await medianMs(() => round.split(vote, NONCE, random), times),
    edgeMs: await medianMs(() => round.prepare("edge", VERIFY_KEY, NONCE, publicShare, edgeShare), times),
    aggregatorMs: await medianMs(
      () => round.prepare("aggregator", VERIFY_KEY, NONCE, publicShare, aggregatorShare),
      times,
    ),
  };
}
