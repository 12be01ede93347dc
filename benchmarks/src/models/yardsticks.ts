/** The target maximum of the calibration error. */
export const MOST_ECE = 0.02;

/** Published figures and the target of a task, 0 to 1, higher is better; null if unknown. */
export interface Yardstick {
  readonly model: string;
  readonly measure: string;
  /** A linear n-gram model or another small baseline, measured by us with its own code. */
  readonly small: number | null;
  /** The best published figure, of any model size. */
  readonly best: number | null;
  readonly aim: number | null;
  /** The two peers. */
  readonly peers: string;
}

/** Reference figures for on-device models, by task. */
export const YARDSTICKS: readonly Yardstick[] = [
  of("purchase-propensity", "AUC: buys", 0.776, null, 0.79, "boosted trees, with columns that a device has not"),
  of("visit-depth", "AUC: reach-3 after 1", 0.58, null, 0.61, "another month, with item, country and colour"),
  of("visit-depth", "AUC: reach-9 after 3", 0.645, null, 0.67, "another month, with item, country and colour"),
  of("visit-depth", "AUC: reach-15 after 5", 0.668, null, 0.7, "another month, with item, country and colour"),
  of("intent-banking", "accuracy, refusing nothing", 0.9075, 0.9366, 0.93, "linear n-grams, 616 KB; BERT, tuned"),
  of("intent-general", "accuracy within scope, refusals are errors", 0.922, 0.969, 0.95, "linear n-grams; BERT"),
  of("intent-general", "out-of-scope recall", 0.46, 0.52, 0.7, "linear n-grams; BERT"),
  of("emotion", "macro-F1, Ekman", 0.573, 0.64, 0.62, "linear n-grams; BERT"),
  of("sentiment", "macro-F1, group", 0.647, 0.69, 0.69, "linear n-grams; BERT"),
  of("emotion", dissatisfied("MWOZ"), 0.782, null, 0.8, "linear n-grams, trained on the set"),
  of("emotion", dissatisfied("SGD"), 0.888, null, 0.88, "linear n-grams, trained on the set"),
  of("call-outcome", "AUC: subscribes", 0.806, 0.8, 0.81, "boosted trees; the data's authors"),
  of("churn", "AUC: leaves", null, null, 0.97, "none known"),
];

function dissatisfied(set: string): string {
  return `AUC: dissatisfied turn, ${set}, frustration, with the conversation`;
}

function of(
  model: string,
  measure: string,
  small: number | null,
  best: number | null,
  aim: number | null,
  peers: string,
): Yardstick {
  return { model, measure, small, best, aim, peers };
}

/** The reference figures of a measure, if there are any. */
export function yardstickFor(model: string, measure: string): Yardstick | undefined {
  return YARDSTICKS.find((yardstick) => yardstick.model === model && yardstick.measure === measure);
}
