import type { Backend, NetworkLayer, RunReport, RunRequest } from "../network-run.ts";
import { medianRunMs } from "./run-timing.ts";

/** A library that runs dense networks: Sedge's own runtime, or a peer. */
export interface NetworkLibrary {
  /** Prepares the network on a backend. Rejects with the reason if the backend is unavailable. */
  readonly open: (
    backend: Backend,
    layers: readonly NetworkLayer[],
  ) => Promise<(rows: Float32Array) => Promise<Float32Array>>;
  /** Number of tensors that the library currently stores. */
  readonly tensors: () => number;
}

/** Input rows, the same for every library. */
function probeRows(rows: number, width: number): Float32Array {
  return Float32Array.from({ length: rows * width }, (_, at) => Math.sin(at + 1));
}

/** Exposes the library to the bench as `bench(request)` on the worker's global object. */
export function hostNetwork({ open, tensors }: NetworkLibrary): void {
  const opened = new Map<string, Promise<(rows: Float32Array) => Promise<Float32Array>>>();
  const bench = async ({ backend, network, rows, budgetMs }: RunRequest): Promise<RunReport> => {
    const key = `${backend} ${network.name}`;
    const opening = opened.get(key) ?? open(backend, network.layers);
    opened.set(key, opening);
    const run = await opening;
    const input = probeRows(rows, network.layers[0]?.inputs ?? 0);
    // Two runs before the measurement: the first compiles shaders and uploads weights.
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
