import type { ModelManifest } from "../model-manifest.ts";
import { FEATURE_SCHEMA, featureNamed, type FeatureRecord } from "./feature-record.ts";

/** Calibrated probability of an output unit's logit, 0 to 1: `sigmoid(logit / temperature + shift)`, Platt's scaling. */
export function calibrate({ temperature, shift }: ModelManifest["outputs"][number], logit: number): number {
  return 1 / (1 + Math.exp(-(logit / temperature + shift)));
}

/** The part of a manifest that says what goes in. */
export type ModelInputs = Pick<ModelManifest, "name" | "featureSchema" | "inputs">;

/**
 * The network's input row for a record: each feature bent by its curve, clipped and standardised as the manifest says,
 * in the manifest's order. Throws RangeError for a manifest of another feature schema or with an unknown feature:
 * a model must not answer from numbers that it was not made for.
 */
export function modelInput(manifest: ModelInputs, record: FeatureRecord): Float32Array {
  if (manifest.featureSchema !== FEATURE_SCHEMA) {
    throw new RangeError(`model ${manifest.name} is for features ${manifest.featureSchema}, not ${FEATURE_SCHEMA}`);
  }
  return Float32Array.from(manifest.inputs, (input) => {
    const raw = featureNamed(record, input.feature);
    if (raw === undefined) throw new RangeError(`model ${manifest.name} names an unknown feature, ${input.feature}`);
    const bent = input.curve === "log1p" ? Math.log1p(raw) : raw;
    return (Math.min(Math.max(bent, input.lower), input.upper) - input.mean) / input.scale;
  });
}
