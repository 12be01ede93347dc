import { FEATURE_SCHEMA, featureNamed, type FeatureRecord, type ModelInputs } from "@sedge/features";
import type { ModelPlan } from "./model-plan.ts";

const rounded = (x: number) => Number(x.toPrecision(6));

/** The inputs' clips, means and scales, from the training records. */
export function inputsFrom(plan: ModelPlan, records: readonly FeatureRecord[]): ModelInputs {
  const inputs = plan.inputs.map(({ feature, label, curve, ...bounds }) => {
    const bent = records.map((record) => {
      const raw = featureNamed(record, feature);
      if (raw === undefined) throw new RangeError(`no feature ${feature}`);
      return curve === "log1p" ? Math.log1p(raw) : raw;
    });
    const sorted = bent.toSorted((a, b) => a - b);
    const quantile = (share: number) => rounded(sorted[Math.round(share * (sorted.length - 1))] ?? 0);
    // A flag that is rarer than the percentile would be clipped away.
    const isFlag = bent.every((x) => x === 0 || x === 1);
    const lower = bounds.lower ?? (isFlag ? 0 : quantile(0.005));
    const upper = bounds.upper ?? (isFlag ? 1 : quantile(0.995));
    const clipped = bent.map((x) => Math.min(Math.max(x, lower), upper));
    const mean = clipped.reduce((sum, x) => sum + x, 0) / clipped.length;
    const variance = clipped.reduce((sum, x) => sum + (x - mean) ** 2, 0) / clipped.length;
    const numbers = { mean: rounded(mean), scale: rounded(Math.sqrt(variance)) || 1, lower, upper };
    return { feature, ...(curve && { curve }), ...numbers, label };
  });
  return { name: plan.name, featureSchema: FEATURE_SCHEMA, inputs };
}
