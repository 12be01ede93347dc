import type { TextGrams } from "@sedge/features/text";
import type { Progress } from "../progress.ts";
import { randomFrom } from "../random.ts";
import type { BagNetwork } from "./bag-network.ts";
import { BagPass } from "./bag-pass.ts";
import { bagRows } from "./bag-rows.ts";
import { type BagPlan, freshBag, trainBag } from "./bag-training.ts";
import type { TextPlan } from "./text-plan.ts";

/** A text with the shares that the outputs should have. */
export interface TaughtText {
  readonly text: string;
  readonly target: Float32Array<ArrayBuffer>;
  /** How many features of the text count: see `MAX_FEATURES_COUNTED`. */
  readonly features: number;
}

/** A trained network with the features that it reads. */
interface Teacher {
  readonly grams: TextGrams;
  readonly network: BagNetwork;
}

/** Rows of a teacher's table: it does not ship, so its features need not share rows much. */
const TEACHER_BUCKETS = 30_000;
const BATCH = 64;

/** Teachers differ in their seeds and in the features that they read, so that their errors do. */
function gramsOf(grams: TextGrams, teacher: number): TextGrams {
  const { charactersFrom, charactersTo } = grams;
  if (charactersTo === 0 || teacher % 3 === 0) return grams;
  if (teacher % 3 === 1) return { ...grams, charactersFrom: charactersFrom + 1, charactersTo: charactersTo + 1 };
  return { ...grams, skips: !grams.skips, charactersTo: Math.max(charactersFrom, charactersTo - 1) };
}

/** Features of all texts together. */
export function featuresOf(texts: readonly TaughtText[]): number {
  return texts.reduce((sum, { features }) => sum + features, 0);
}

/**
 * How a network is trained on so many texts with so many features: more epochs and smaller batches where they are few,
 * until the network has seen `maxFeaturesSeen`. It always takes the plan's own epochs.
 */
export function bagPlanOf(plan: TextPlan, buckets: number, epochs: number, texts: number, features: number): BagPlan {
  const batch = Math.min(BATCH, Math.max(8, Math.ceil(texts / 16)));
  const wanted = Math.ceil((plan.minSteps * batch) / texts);
  const most = Math.floor(plan.maxFeaturesSeen / Math.max(1, features));
  return {
    shape: { buckets, dimensions: plan.dimensions, parts: 1 },
    hidden: plan.hidden,
    answer: plan.answer,
    epochs: Math.max(epochs, Math.min(wanted, most)),
    batch,
    rate: plan.rate,
    decay: 0.01,
    featureDropout: plan.featureDropout,
    inputDropout: plan.inputDropout,
    hiddenDropout: plan.inputDropout,
  };
}

/** Networks taught from the labels, with large tables, for a small one to learn from. */
export function trainTeachers(texts: readonly TaughtText[], plan: TextPlan, progress: Progress): Teacher[] {
  const outputs = texts[0]?.target.length ?? 0;
  return Array.from({ length: plan.teachers }, (_, index) => {
    const random = randomFrom(plan.seed + 1 + index);
    const bagPlan = bagPlanOf(plan, TEACHER_BUCKETS, plan.teacherEpochs, texts.length, featuresOf(texts));
    const grams = gramsOf(plan.grams, index);
    const examples = texts.map(({ text, target }) => ({
      rows: bagRows(text, grams, bagPlan.shape),
      head: 0,
      target,
      weight: 1,
    }));
    const network = freshBag(bagPlan, outputs, random);
    trainBag(
      network,
      bagPlan,
      () => examples,
      random,
      (epoch) => progress.step(`teacher ${index + 1}, epoch ${epoch + 1}`),
    );
    return { grams, network };
  });
}

/** The mean of what the teachers say of each text, as shares of the outputs. */
export function taughtBy(
  teachers: readonly Teacher[],
  texts: readonly string[],
  answer: TextPlan["answer"],
): Float32Array<ArrayBuffer>[] {
  const outputs = teachers[0]?.network.layers.at(-1)?.units ?? 0;
  const means = texts.map(() => new Float32Array(outputs));
  for (const { grams, network } of teachers) {
    const pass = new BagPass(network);
    texts.forEach((text, index) => {
      const shares = sharesOf(pass.forward({ rows: bagRows(text, grams, network.shape) }), answer);
      const mean = means[index];
      if (mean) shares.forEach((share, unit) => (mean[unit] = (mean[unit] ?? 0) + share / teachers.length));
    });
  }
  return means;
}

function sharesOf(logits: Float32Array, answer: TextPlan["answer"]): Float32Array {
  if (answer === "sigmoid") return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  const top = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
