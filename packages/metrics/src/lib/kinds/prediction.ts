import { boundOf, drawn, type MetricKindRules, valuesOf } from "./metric-kind-rules.ts";

/** Predictions whose outcome became known in the window. */
export interface PredictionFacts {
  readonly predictions: readonly {
    readonly model: string;
    /** 0 to 1: the probability that the model gave to `yes`. */
    readonly probability: number;
    /** Whether it happened: the person bought, came back or left. */
    readonly hasHappened: boolean;
  }[];
}

/** Are the models right? One of the predictions of the listed models is drawn. */
export const prediction: MetricKindRules<PredictionFacts> = {
  dimensions: [
    { name: "model" },
    { name: "probability", isNumber: true },
    { name: "outcome", allowed: () => ["yes", "no"], required: ["yes", "no"] },
  ],
  answer({ predictions }, metric, choose) {
    const models = valuesOf(metric, "model");
    const one = drawn(
      predictions.filter(({ model }) => models.includes(model)),
      choose,
    );
    if (one === null) return null;
    const probability = boundOf(valuesOf(metric, "probability"), one.probability);
    return { model: one.model, probability, outcome: one.hasHappened ? "yes" : "no" };
  },
};
