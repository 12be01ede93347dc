import type { TextGrams } from "@sedge/features/text";
import { randomFrom } from "../random.ts";
import { BagPass } from "../text/bag-pass.ts";
import { bagRows } from "../text/bag-rows.ts";
import { type BagPlan, freshBag, trainBag } from "../text/bag-training.ts";
import { EKMAN, type EmotionOutput, emotionTarget, FRUSTRATION, SENTIMENT } from "./emotion-outputs.ts";
import type { EmotionComment } from "./goemotions.ts";

/** One network of the ensemble that the shipped ones learn from. */
export interface EmotionTeacher {
  readonly seed: number;
  readonly grams: TextGrams;
  readonly plan: BagPlan;
}

const plan: BagPlan = {
  // Teachers do not ship: their features need not share rows much.
  shape: { buckets: 131_072, dimensions: 32, parts: 1 },
  hidden: [],
  answer: "sigmoid",
  epochs: 3,
  batch: 64,
  rate: 4e-3,
  decay: 0.01,
  featureDropout: 0.5,
  inputDropout: 0.2,
  hiddenDropout: 0,
};

/** Teachers differ in seed, width and the features that they read, so that their errors do. */
export const EMOTION_TEACHERS: readonly EmotionTeacher[] = [
  { seed: 71, grams: { pairs: true, skips: false, charactersFrom: 4, charactersTo: 5 }, plan },
  {
    seed: 72,
    grams: { pairs: true, skips: true, charactersFrom: 3, charactersTo: 4 },
    plan: { ...plan, shape: { ...plan.shape, dimensions: 48 }, rate: 6e-3 },
  },
  {
    seed: 73,
    grams: { pairs: true, skips: true, charactersFrom: 0, charactersTo: 0 },
    plan: { ...plan, rate: 6e-3, epochs: 4 },
  },
];

/**
 * What the teachers are asked: all three groupings at once and frustration, as the finer labels teach the table what
 * the coarser ones have in common.
 */
export function taughtOutputs(originalLabels: readonly string[]): EmotionOutput[] {
  const original = originalLabels.map((code) => ({ code, label: code, grouping: "original" as const, labels: [code] }));
  return [...EKMAN, ...SENTIMENT, FRUSTRATION, ...original];
}

/** What one teacher, taught on the comments, says of other texts: probabilities, output by output. */
export function teacherAnswers(
  { seed, grams, plan }: EmotionTeacher,
  comments: readonly EmotionComment[],
  outputs: readonly EmotionOutput[],
  texts: readonly string[],
  afterEpoch: (note: string) => void,
): Float32Array[] {
  const random = randomFrom(seed);
  const network = freshBag(plan, outputs.length, random);
  const targets = comments.map((comment) => emotionTarget(outputs, comment));
  startAtShares(network.layers.at(-1)?.bias, targets);
  const examples = comments.map(({ text }, index) => ({
    rows: bagRows(text, grams, plan.shape),
    head: 0,
    target: targets[index] ?? new Float32Array(outputs.length),
    weight: 1,
  }));
  trainBag(
    network,
    plan,
    () => examples,
    random,
    (epoch) => afterEpoch(`teacher ${seed}, epoch ${epoch + 1}`),
  );
  const pass = new BagPass(network);
  return texts.map((text) =>
    pass.forward({ rows: bagRows(text, grams, plan.shape) }).map((x) => 1 / (1 + Math.exp(-x))),
  );
}

/** Lets the last layer begin at how common each output is, so that no step is spent on learning that. */
export function startAtShares(bias: Float32Array | undefined, targets: readonly Float32Array[]): void {
  bias?.forEach((_, output) => {
    const share = targets.reduce((sum, target) => sum + (target[output] ?? 0), 0) / targets.length;
    bias[output] = Math.log((share + 1e-4) / (1 - share + 1e-4));
  });
}
