import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { quantise } from "../quantise.ts";
import type { BagNetwork } from "./bag-network.ts";

/** A text network as it ships: the manifest's table and layers, and the weights file's bytes. */
export interface QuantisedBag {
  readonly table: TextModelManifest["table"];
  readonly layers: TextModelManifest["layers"];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const LARGEST = 127;
const aligned = (offset: number) => Math.ceil(offset / 4) * 4;

/**
 * Symmetric int8: one step for the table's values, one for its gates, one for each layer; biases stay float32. The table
 * comes first. A step is the one that loses least of the squares, so a few large values are clipped rather than all
 * small ones blurred.
 */
export function quantiseBag({ shape, table, layers }: BagNetwork): QuantisedBag {
  const { dimensions, buckets, parts } = shape;
  const width = dimensions + 1;
  const isGate = (index: number) => index % width === dimensions;
  const scale = bestStep(table.filter((_, index) => !isGate(index)));
  const gateScale = bestStep(table.filter((_, index) => isGate(index)));
  const dense = quantise(
    layers.map((layer) => ({
      ...layer,
      weights: Float64Array.from(layer.weights),
      bias: Float64Array.from(layer.bias),
    })),
  );
  const start = aligned(parts * buckets * width);
  const bytes = new Uint8Array(start + dense.bytes.length);
  const values = new Int8Array(bytes.buffer);
  table.forEach((value, index) => {
    values[index] = clipped(value, isGate(index) ? gateScale : scale);
  });
  bytes.set(dense.bytes, start);
  return {
    table: { buckets, dimensions, parts, scale, gateScale, offset: 0 },
    layers: dense.layers.map((layer) => ({
      ...layer,
      weightsOffset: layer.weightsOffset + start,
      biasOffset: layer.biasOffset + start,
    })),
    bytes,
  };
}

const clipped = (value: number, step: number) => Math.max(-LARGEST, Math.min(LARGEST, Math.round(value / step)));

/** The step with the least squared error, of sixteen from the one that clips nothing down to a twelfth of it. */
function bestStep(values: Float32Array): number {
  const most = Math.max(
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    1e-6,
  );
  let [best, least] = [most / LARGEST, Number.POSITIVE_INFINITY];
  for (let cut = 0; cut < 16; cut += 1) {
    const step = (most * 0.85 ** cut) / LARGEST;
    const error = values.reduce((sum, value) => sum + (value - clipped(value, step) * step) ** 2, 0);
    if (error < least) [best, least] = [step, error];
  }
  return Number(best.toPrecision(9));
}
