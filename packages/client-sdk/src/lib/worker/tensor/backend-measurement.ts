import type { Backend } from "../../classification.ts";
import type { DenseLayer } from "./dense-layer.ts";
import type { TensorRuntime } from "./tensor-runtime.ts";
import { BACKENDS, BATCH_ROWS, type MedianMs, preferred } from "./backend-choice.ts";

/** Time for sampling one backend, in milliseconds, once it is open and warm; three of them are 1.5 s in all. */
const BUDGET_MS = 500;
/** Most samples a job takes; the median of nine is steady enough to rank backends that differ by a factor. */
const MAX_SAMPLES = 9;
/** A sample lasts at least this long, in milliseconds: browsers round their clocks to 0.1 ms, some to 1 ms. */
const MIN_SAMPLE_MS = 2;
/** Most runs in one sample. */
const MAX_RUNS = 64;
/** How far a backend's answers may be from the CPU's before it is not used at all. */
const MAX_DIFFERENCE = 1e-3;

/**
 * Measures each backend that works here with a real network: after one warm-up, the median milliseconds of 1 and of 256
 * rows. A backend that answers differently from the CPU is dropped, whatever its speed.
 */
export async function measureBackends(
  runtime: TensorRuntime,
  layers: readonly DenseLayer[],
  now: () => number,
): Promise<MedianMs> {
  const width = layers[0]?.inputs ?? 0;
  const row = Float32Array.from({ length: width }, (_, at) => Math.sin(at + 1));
  const batch = Float32Array.from({ length: width * BATCH_ROWS }, (_, at) => Math.sin(at + 1));
  // The CPU's answers, unless the page asked not to use it.
  const expected = await runtime.run(preferred({}, BATCH_ROWS), layers, batch);
  const medians: MedianMs = {};
  for (const backend of BACKENDS) {
    const median = await measured(runtime, backend, layers, { row, batch, expected }, now);
    if (median) medians[backend] = median;
  }
  return medians;
}

interface Probe {
  readonly row: Float32Array;
  readonly batch: Float32Array;
  readonly expected: Float32Array;
}

async function measured(
  runtime: TensorRuntime,
  backend: Backend,
  layers: readonly DenseLayer[],
  { row, batch, expected }: Probe,
  now: () => number,
): Promise<{ row: number; batch: number } | undefined> {
  if (!(await runtime.open(backend))) return undefined;
  try {
    const answers = await runtime.run([backend], layers, batch);
    if (answers.some((answer, at) => !(Math.abs(answer - (expected[at] ?? 0)) <= MAX_DIFFERENCE))) {
      runtime.drop(backend, "its answers differ from the CPU's");
      return undefined;
    }
    await runtime.run([backend], layers, row);
    return {
      row: await medianMs(() => runtime.run([backend], layers, row), now),
      batch: await medianMs(() => runtime.run([backend], layers, batch), now),
    };
  } catch {
    // The runtime has dropped the backend and keeps the reason.
    return undefined;
  }
}

async function medianMs(run: () => Promise<unknown>, now: () => number): Promise<number> {
  const end = now() + BUDGET_MS / 2;
  const samples: number[] = [];
  let runs = 1;
  while (samples.length < MAX_SAMPLES && (samples.length === 0 || now() < end)) {
    const start = now();
    for (let count = 0; count < runs; count++) await run();
    const lasted = now() - start;
    if (lasted < MIN_SAMPLE_MS && runs < MAX_RUNS) runs *= 2;
    else samples.push(lasted / runs);
  }
  const middle = samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)];
  return middle ?? Number.POSITIVE_INFINITY;
}
