import type { TextModelManifest } from "@sedge/features/text-model-manifest";
import { plattOf } from "../platt.ts";

type Answer = Extract<TextModelManifest["answer"], { kind: "sigmoid" }>;

const six = (x: number) => Number(x.toPrecision(6));
/** A threshold that no probability passes. */
const NEVER = 1;

/**
 * Each output's Platt calibration, and the threshold with the highest F1, on rows that were not used for training.
 * `isScore`: outputs that are scores and are never predicted.
 */
export function sigmoidAnswer(
  logits: readonly ArrayLike<number>[],
  truth: readonly ArrayLike<number>[],
  isScore: readonly boolean[],
): Answer {
  return {
    kind: "sigmoid",
    classes: isScore.map((never, output) => {
      const own = logits.map((row) => row[output] ?? 0);
      const isSo = truth.map((row) => row[output] === 1);
      const { temperature, shift } = plattOf(own, isSo);
      const probabilities = own.map((logit) => 1 / (1 + Math.exp(-(logit / temperature + shift))));
      const threshold = never ? NEVER : six(bestThreshold(probabilities, isSo).threshold);
      return { temperature: six(temperature), shift: six(shift), threshold };
    }),
  };
}

/** The threshold with the highest F1, halfway to the next lower probability; and that F1. */
export function bestThreshold(probabilities: readonly number[], isSo: readonly boolean[]) {
  const order = probabilities
    .map((probability, index) => ({ probability, isSo: isSo[index] ?? false }))
    .toSorted((a, b) => b.probability - a.probability);
  const positives = isSo.filter(Boolean).length;
  let hits = 0;
  let best = { threshold: 0.5, f1: -1 };
  for (const [index, row] of order.entries()) {
    hits += Number(row.isSo);
    const f1 = (2 * hits) / (index + 1 + positives);
    const next = order[index + 1]?.probability ?? 0;
    if (f1 > best.f1 && next < row.probability) best = { threshold: (row.probability + next) / 2, f1 };
  }
  return best;
}
