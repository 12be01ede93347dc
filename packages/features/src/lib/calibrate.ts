import type { ModelManifest } from "../model-manifest.ts";

/** Calibrated probability of an output unit's logit, 0 to 1: `sigmoid(logit / temperature + shift)`, Platt's scaling. */
export function calibrate({ temperature, shift }: ModelManifest["outputs"][number], logit: number): number {
  return 1 / (1 + Math.exp(-(logit / temperature + shift)));
}
