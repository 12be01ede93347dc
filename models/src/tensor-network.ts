import * as tf from "@tensorflow/tfjs-core";
import type { FittedModel } from "./fit-model.ts";
import { dequantise } from "@sedge/features/dense-network";
import { useBackend } from "./tensor-backend.ts";

/** A model's logits for rows of standardised inputs, by TF.js on the backend. */
export async function tensorLogits(
  { manifest, weights }: { readonly manifest: Pick<FittedModel["manifest"], "layers">; readonly weights: Uint8Array },
  rows: readonly (readonly number[])[],
  backend: "cpu" | "wasm",
): Promise<number[][]> {
  await useBackend(backend);
  const layers = dequantise({ layers: manifest.layers, bytes: weights });
  return tf.tidy(() =>
    layers
      .reduce<tf.Tensor2D>(
        (values, layer, depth) => {
          const kernel = tf.tensor2d(Float32Array.from(layer.weights), [layer.inputs, layer.units]);
          const sums: tf.Tensor2D = tf.add(tf.matMul(values, kernel), tf.tensor1d(Float32Array.from(layer.bias)));
          return depth === layers.length - 1 ? sums : tf.relu(sums);
        },
        tf.tensor2d(rows.map((row) => [...row])),
      )
      .arraySync(),
  );
}
