import * as v from "valibot";

export const BACKENDS = ["webgpu", "wasm", "cpu"] as const;
export type Backend = (typeof BACKENDS)[number];

/** A dense layer as JSON: weights row-major [inputs, units]. */
export interface NetworkLayer {
  readonly inputs: number;
  readonly units: number;
  readonly activation: "relu" | "linear";
  readonly weights: readonly number[];
  readonly bias: readonly number[];
}

export interface Network {
  readonly name: string;
  readonly layers: readonly NetworkLayer[];
}

/** One cell to measure in a worker. */
export interface RunRequest {
  readonly backend: Backend;
  readonly network: Network;
  readonly rows: number;
  /** Duration of the measurement in milliseconds. */
  readonly budgetMs: number;
}

/** The worker's result. */
export const RunReport = v.object({
  /** Median milliseconds from input rows to answers. */
  ms: v.pipe(v.number(), v.minValue(0)),
  /** Answers to the probe rows, to check that two libraries do the same work. */
  answers: v.array(v.number()),
  /** Tensors that the runs left behind. */
  tensorsLeft: v.number(),
});
export type RunReport = v.InferOutput<typeof RunReport>;
