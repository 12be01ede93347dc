import type { EmotionComment, Grouping } from "./goemotions.ts";

/** What one output of a network says of a comment. */
export interface EmotionOutput {
  /** Stable code: see docs/taxonomy.md. */
  readonly code: string;
  readonly label: string;
  /** The comment has at least one of these labels of this grouping. */
  readonly grouping: Grouping;
  readonly labels: readonly string[];
}

const one = (grouping: Grouping, code: string, label: string): EmotionOutput => ({
  code,
  label,
  grouping,
  labels: [code],
});

/** Ekman's six and neutral. */
export const EKMAN: readonly EmotionOutput[] = [
  one("ekman", "anger", "anger"),
  one("ekman", "disgust", "disgust"),
  one("ekman", "fear", "fear"),
  one("ekman", "joy", "joy"),
  one("ekman", "neutral", "no emotion"),
  one("ekman", "sadness", "sadness"),
  one("ekman", "surprise", "surprise"),
];

/** The four groups of sentiment. */
export const SENTIMENT: readonly EmotionOutput[] = [
  one("group", "ambiguous", "neither well nor ill"),
  one("group", "negative", "speaks ill of something"),
  one("group", "neutral", "without a feeling"),
  one("group", "positive", "speaks well of something"),
];

/** The labels, of GoEmotions' own 28, that count as frustration. */
export const FRUSTRATED_LABELS = ["anger", "annoyance", "disappointment", "disapproval", "disgust"] as const;

/** A score of its own, and no emotion beside the others. */
export const FRUSTRATION: EmotionOutput = {
  code: "frustration",
  label: "frustrated",
  grouping: "original",
  labels: FRUSTRATED_LABELS,
};

/** What a network should say of a comment, output by output: 1 for what is so. */
export function emotionTarget(outputs: readonly EmotionOutput[], { labels }: Pick<EmotionComment, "labels">) {
  return Float32Array.from(outputs, (output) =>
    Number(output.labels.some((label) => labels[output.grouping].includes(label))),
  );
}
