/** Sedge's own tensor runtime in a worker, from the modules of the shipped worker. */
import { backendOpeners, engine, TensorRuntime } from "../../../../packages/client-sdk/src/lib/worker/network.ts";
import { hostNetwork } from "./network-host.ts";

async function wasmBinary(): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch("/wasm/tfjs-backend-wasm-simd.wasm");
  return new Uint8Array(await response.arrayBuffer());
}

const runtime = new TensorRuntime(backendOpeners(wasmBinary));

hostNetwork({
  open: async (backend, given) => {
    const layers = given.map(({ weights, bias, ...layer }) => ({
      ...layer,
      weights: Float32Array.from(weights),
      bias: Float32Array.from(bias),
    }));
    if (!(await runtime.open(backend))) throw new Error(runtime.unavailable[backend]);
    return (rows) => runtime.run([backend], layers, rows);
  },
  tensors: () => engine().state.numTensors,
});
