import type { ModelManifest } from "@sedge/features/model-manifest";

/** One dense layer, ready to run: `activation(x · weights + bias)`. */
export interface DenseLayer {
  readonly inputs: number;
  readonly units: number;
  readonly activation: "relu" | "linear";
  /** Row-major [inputs, units]. */
  readonly weights: Float32Array;
  /** [units]. */
  readonly bias: Float32Array;
}

/**
 * The layers that a manifest lays out in a weights file: int8 times the layer's scale, biases in little-endian float32.
 * The manifest's own check guarantees that every offset lies inside a file of the stated size; throws RangeError for a
 * file of another size.
 */
export function denseLayers(manifest: Pick<ModelManifest, "layers" | "weights">, file: Uint8Array): DenseLayer[] {
  if (file.byteLength !== manifest.weights.bytes) throw new RangeError("weights file has another size than stated");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return manifest.layers.map(({ inputs, units, activation, scale, weightsOffset, biasOffset }) => ({
    inputs,
    units,
    activation,
    weights: Float32Array.from({ length: inputs * units }, (_, at) => view.getInt8(weightsOffset + at) * scale),
    bias: Float32Array.from({ length: units }, (_, at) => view.getFloat32(biasOffset + at * 4, true)),
  }));
}
