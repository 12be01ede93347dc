import { calibrate, type FeatureRecord, modelInput } from "@sedge/features";
import type { Backend, Prediction } from "../../classification.ts";
import type { TensorRuntime } from "../tensor/tensor-runtime.ts";
import type { Model } from "./model.ts";
import { occlusions, reasons } from "./reasons.ts";

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
