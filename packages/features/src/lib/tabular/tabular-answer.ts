import type { TabularModelManifest } from "../../tabular-model-manifest.ts";

/** What a model says of a row: every class with its calibrated probability, in the manifest's order. They sum to 1. */
export interface TabularAnswer {
  readonly classes: readonly { readonly code: string; readonly label: string; readonly probability: number }[];
}

/** The calibrated answer to a row's logits, one a class. */
export function tabularAnswer(
  { answer, classes }: Pick<TabularModelManifest, "answer" | "classes">,
  logits: ArrayLike<number>,
): TabularAnswer {
  const scores = classes.map(
    (_, index) => (logits[index] ?? Number.NaN) / answer.temperature + (answer.shifts[index] ?? 0),
  );
  const highest = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - highest));
  const sum = shares.reduce((total, share) => total + share, 0);
  return { classes: classes.map((named, index) => ({ ...named, probability: (shares[index] ?? 0) / sum })) };
}
