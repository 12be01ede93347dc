import { type MetricKindRules, valuesOf } from "./metric-kind-rules.ts";

/** Stages or steps that a person reached in the window, in any order. */
export interface FunnelFacts {
  readonly reached: readonly string[];
}

/** Where does the journey end? The answer is the last declared step that was reached; skipped ones count as reached. */
export const funnel: MetricKindRules<FunnelFacts> = {
  dimensions: [{ name: "step" }],
  answer({ reached }, metric) {
    const step = valuesOf(metric, "step").findLast((one) => reached.includes(one));
    return step === undefined ? null : { step };
  },
};
