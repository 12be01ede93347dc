import { calibrate, emptySession, type FeatureRecord, featureRecord, modelInput } from "@sedge/features";
import * as v from "valibot";
import { dequantise, forward } from "@sedge/features/dense-network";
import type { FittedModel } from "./fit-model.ts";
import { randomFrom } from "./random.ts";

const numbers = v.array(v.pipe(v.number(), v.finite()));

/**
 * Records with the answers that every backend has to give within `tolerance`, from the float64 reference. The records
 * are drawn at random within the training range; none is anybody's.
 */
export const TestVectors = v.strictObject({
  model: v.string(),
  version: v.string(),
  tolerance: v.number(),
  vectors: v.pipe(
    v.array(
      v.strictObject({
        /** Features that the model reads, before curve, clip and scale. */
        features: v.record(v.string(), v.pipe(v.number(), v.finite())),
        inputs: numbers,
        logits: numbers,
        probabilities: numbers,
      }),
    ),
    v.minLength(16),
  ),
});
export type TestVectors = v.InferOutput<typeof TestVectors>;

const COUNT = 32;

/** Test vectors of a model, the same for the same seed. */
export function vectorsFor({ manifest, weights }: FittedModel, seed: number): TestVectors {
  const random = randomFrom(seed);
  const network = dequantise({ layers: manifest.layers, bytes: weights });
  const vectors = Array.from({ length: COUNT }, () => {
    const features: Record<string, number> = {};
    for (const { feature, curve, lower, upper } of manifest.inputs) {
      // A feature may enter more than once, bent or clipped in several ways: its first, widest range is drawn from.
      if (Object.hasOwn(features, feature)) continue;
      const drawn = lower + (upper - lower) * random();
      const raw = curve === "log1p" ? Math.expm1(drawn) : drawn;
      features[feature] = upper - lower === 1 && lower >= 0 ? Math.round(raw) : Number(raw.toFixed(3));
    }
    const inputs = modelInput(manifest, recordWith(features));
    const logits = [...forward(network, inputs)];
    const probabilities = manifest.outputs.map((output, index) => calibrate(output, logits[index] ?? 0));
    return { features, inputs: [...inputs], logits, probabilities };
  });
  return { model: manifest.name, version: manifest.version, tolerance: 1e-3, vectors };
}

/** A record with these features, and those of an empty session for the rest. */
export function recordWith(features: Readonly<Record<string, number>>): FeatureRecord {
  return { ...featureRecord(emptySession(0)), ...features };
}
