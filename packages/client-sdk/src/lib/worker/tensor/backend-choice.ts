import * as v from "valibot";
import type { Backend } from "../../classification.ts";

/** Fastest hardware first; also who wins a tie, so that WebGPU is used wherever it is not slower. */
export const BACKENDS: readonly Backend[] = ["webgpu", "wasm", "cpu"];

const ms = v.pipe(v.number(), v.finite(), v.minValue(0));
const Median = v.strictObject({ row: ms, batch: ms });
/** Median milliseconds for 1 and for 256 rows, of each backend that was measured. */
export const MedianMs = v.partial(v.strictObject({ webgpu: Median, wasm: Median, cpu: Median }));
export type MedianMs = v.InferOutput<typeof MedianMs>;

/** Rows of the batch that is measured, which is about what the reasons of one classification need. */
export const BATCH_ROWS = 256;

/** Without a measurement: quickest to start first. */
const BY_START: readonly Backend[] = ["cpu", "wasm", "webgpu"];

/**
 * The backends in the order in which to try them for so many rows: the measured ones by the time that they take (between the
 * two measured points on a straight line), then the others by how quickly they start, in case the measured ones fail.
 */
export function preferred(medianMs: MedianMs, rows: number): readonly Backend[] {
  const share = (rows - 1) / (BATCH_ROWS - 1);
  const measured = BACKENDS.flatMap((backend) => {
    const median = medianMs[backend];
    return median ? [{ backend, ms: median.row + (median.batch - median.row) * share }] : [];
  });
  const byTime = measured.toSorted((a, b) => a.ms - b.ms).map(({ backend }) => backend);
  return [...byTime, ...BY_START.filter((backend) => !byTime.includes(backend))];
}
