import { type DenseNetwork, forward } from "@sedge/features/dense-network";
import type { Matrix } from "./encoded-rows.ts";

/** A network's logits for many rows, row-major, from the float64 reference. */
export function networkLogits(network: DenseNetwork, { rows, width, values }: Matrix): Float64Array {
  const classes = network.at(-1)?.units ?? 0;
  const logits = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row += 1) {
    logits.set(forward(network, values.subarray(row * width, (row + 1) * width)), row * classes);
  }
  return logits;
}
