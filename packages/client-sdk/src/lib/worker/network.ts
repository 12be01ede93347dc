import type { ModelManifest } from "@sedge/features/model-manifest";
import type { Backend } from "../classification.ts";
import { denseLayers } from "./tensor/dense-layer.ts";
import { type BackendOpener, TensorRuntime } from "./tensor/tensor-runtime.ts";

/**
 * The three backends, each loaded when it is first opened.
 *
 * @param wasmBinary - Gives the verified bytes of the WASM backend's binary.
 */
export function backendOpeners(wasmBinary: () => Promise<Uint8Array<ArrayBuffer>>): Record<Backend, BackendOpener> {
  return {
    webgpu: async (onLost) => (await import("./tensor/open-webgpu.ts")).openWebgpu(onLost),
    wasm: async () => (await import("./tensor/open-wasm.ts")).openWasm(wasmBinary),
    cpu: async () => (await import("./tensor/open-cpu.ts")).openCpu(),
  };
}

/**
 * The logits of given input rows on one named backend and no other, row by row; for tests and measurements in a page.
 * Rejects with the reason where the backend can't be had.
 */
export async function logitsOn(
  runtime: TensorRuntime,
  backend: Backend,
  manifest: ModelManifest,
  weights: Uint8Array,
  rows: readonly Float32Array[],
): Promise<Float32Array[]> {
  const layers = denseLayers(manifest, weights);
  const flat = Float32Array.from(rows.flatMap((row) => [...row]));
  const outputs = await runtime.run([backend], layers, flat);
  const width = manifest.outputs.length;
  return rows.map((_, row) => outputs.slice(row * width, (row + 1) * width));
}

export { engine } from "@tensorflow/tfjs-core";
export { TensorRuntime };
