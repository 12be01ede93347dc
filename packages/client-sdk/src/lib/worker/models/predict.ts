import { calibrate, type FeatureRecord, modelInput } from "@sedge/features";
import type { Backend, Prediction, Reason } from "../../classification.ts";
import type { TensorRuntime } from "../tensor/tensor-runtime.ts";
import type { Model } from "./model-cache.ts";
import type { ModelManifest } from "@sedge/features/model-manifest";

/** Most reasons given for one prediction. */
const MAX_REASONS = 3;
/** Effects below these log-odds are not listed. */
const MIN_EFFECT = 1e-4;

/** The inputs that stand for one feature; a model may read one feature through several curves. */
interface FeatureInputs {
  readonly feature: string;
  readonly label: string;
  readonly inputs: readonly number[];
}

function byFeature({ inputs }: ModelManifest): FeatureInputs[] {
  const features = [...new Set(inputs.map(({ feature }) => feature))];
  return features.map((feature) => ({
    feature,
    label: inputs.find((input) => input.feature === feature)?.label ?? feature,
    inputs: inputs.flatMap((input, at) => (input.feature === feature ? [at] : [])),
  }));
}

/**
 * The rows that explain `row` by occlusion: one for each feature, equal to `row` but for that feature's inputs, which
 * are set to the average visitor's value (0 after standardising). Row-major.
 */
export function occlusions(manifest: ModelManifest, row: Float32Array): Float32Array {
  const features = byFeature(manifest);
  const rows = new Float32Array(features.length * row.length);
  for (const [index, { inputs }] of features.entries()) {
    rows.set(row, index * row.length);
    for (const input of inputs) rows[index * row.length + input] = 0;
  }
  return rows;
}

/**
 * The reasons for output number `output`: the features whose occlusion moves its log-odds most, largest first.
 *
 * @param logits - Of the row itself.
 * @param occludedLogits - Of its `occlusions`, row-major.
 */
export function reasons(
  manifest: ModelManifest,
  record: FeatureRecord,
  output: number,
  logits: Float32Array,
  occludedLogits: Float32Array,
): Reason[] {
  const values: Readonly<Record<string, number>> = record;
  const temperature = manifest.outputs[output]?.temperature ?? 1;
  const width = manifest.outputs.length;
  return byFeature(manifest)
    .map(({ feature, label }, index) => {
      const without = occludedLogits[index * width + output] ?? Number.NaN;
      const effect = ((logits[output] ?? Number.NaN) - without) / temperature;
      return { feature, label, value: values[feature] ?? 0, effect };
    })
    .filter(({ effect }) => Math.abs(effect) >= MIN_EFFECT)
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, MAX_REASONS);
}

/** Backends in the order in which to try them for each job. */
export interface BackendOrder {
  readonly row: readonly Backend[];
  readonly batch: readonly Backend[];
}

/**
 * A model's answers for a session's features, each with its reasons: one row on the row backend, and the occlusions as
 * a batch on the batch backend.
 */
export async function predict(
  runtime: TensorRuntime,
  order: BackendOrder,
  { manifest, layers }: Model,
  record: FeatureRecord,
): Promise<Prediction[]> {
  const row = modelInput(manifest, record);
  const logits = await runtime.run(order.row, layers, row);
  const occluded = await runtime.run(order.batch, layers, occlusions(manifest, row));
  return manifest.outputs.map((output, index) => ({
    model: manifest.name,
    code: output.code,
    label: output.label,
    probability: calibrate(output, logits[index] ?? Number.NaN),
    reasons: reasons(manifest, record, index, logits, occluded),
  }));
}
