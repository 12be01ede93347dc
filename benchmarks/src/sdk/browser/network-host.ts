import type { Backend, NetworkLayer, RunReport, RunRequest } from "../network-run.ts";
import { medianRunMs } from "./run-timing.ts";

/** A library that runs dense networks: Sedge's own runtime, or a peer. */
export interface NetworkLibrary {
  /** Makes the network ready on a backend. Rejects with the reason where the backend can't be had. */
  readonly open: (
    backend: Backend,
    layers: readonly NetworkLayer[],
  ) => Promise<(rows: Float32Array) => Promise<Float32Array>>;
  /** Tensors that the library holds now. */
  readonly tensors: () => number;
}

/** Rows that are the same in every library. */
function probeRows(rows: number, width: number): Float32Array {
  return Float32Array.from({ length: rows * width }, (_, at) => Math.sin(at + 1));
}

/** Lets the bench call the library in this worker: `bench(request)` on the worker's global. */
export function hostNetwork({ open, tensors }: NetworkLibrary): void {
  const opened = new Map<string, Promise<(rows: Float32Array) => Promise<Float32Array>>>();
  const bench = async ({ backend, network, rows, budgetMs }: RunRequest): Promise<RunReport> => {
    const key = `${backend} ${network.name}`;
    const opening = opened.get(key) ?? open(backend, network.layers);
    opened.set(key, opening);
    const run = await opening;
    const input = probeRows(rows, network.layers[0]?.inputs ?? 0);
    // Twice before the clock: shaders are compiled and weights uploaded by the first.
    await run(input);
    const answers = await run(input);
    const before = tensors();
    const ms = await medianRunMs(
      () => run(input),
      budgetMs,
      () => performance.now(),
    );
    return { ms, answers: [...answers], tensorsLeft: tensors() - before };
  };
  Object.assign(globalThis, { bench });
}
