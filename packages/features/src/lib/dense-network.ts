import type { ModelManifest } from "../model-manifest.ts";

/** One dense layer in float64. `weights` row-major, `inputs` rows of `units`. ReLU after every layer but the last. */
interface DenseLayer {
  readonly inputs: number;
  readonly units: number;
  readonly weights: Float64Array;
  readonly bias: Float64Array;
}

/** A small multilayer perceptron; its last layer gives logits. */
export type DenseNetwork = readonly DenseLayer[];

/** The logits of one input row: the reference that every backend has to reproduce. */
export function forward(network: DenseNetwork, row: ArrayLike<number>): Float64Array {
  return network.reduce<Float64Array>((values, layer, depth) => {
    const sums = affine(layer, values);
    return depth === network.length - 1 ? sums : sums.map((x) => Math.max(0, x));
  }, Float64Array.from(row));
}

function affine({ inputs, units, weights, bias }: DenseLayer, values: Float64Array): Float64Array {
  if (values.length !== inputs) throw new RangeError(`a layer of ${inputs} inputs was given ${values.length}`);
  const sums = Float64Array.from(bias);
  for (let input = 0; input < inputs; input += 1) {
    const value = values[input] ?? 0;
    for (let unit = 0; unit < units; unit += 1) {
      sums[unit] = (sums[unit] ?? 0) + value * (weights[input * units + unit] ?? 0);
    }
  }
  return sums;
}

/** A network as it ships: the manifest's layers and the weights file's bytes. */
export interface QuantisedNetwork {
  readonly layers: ModelManifest["layers"];
  readonly bytes: Uint8Array;
}

/** The network of the shipped bytes, in float64. */
export function dequantise({ layers, bytes }: QuantisedNetwork): DenseNetwork {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return layers.map(({ inputs, units, scale, weightsOffset, biasOffset }) => ({
    inputs,
    units,
    weights: Float64Array.from({ length: inputs * units }, (_, index) => view.getInt8(weightsOffset + index) * scale),
    bias: Float64Array.from({ length: units }, (_, index) => view.getFloat32(biasOffset + index * 4, true)),
  }));
}
