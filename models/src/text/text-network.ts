import { textFeatures } from "@sedge/features/text";
import type { Progress } from "../progress.ts";
import { type Random, randomFrom } from "../random.ts";
import { mistyped, spliced, thinned } from "./augment.ts";
import type { BagNetwork } from "./bag-network.ts";
import { bagRows } from "./bag-rows.ts";
import { freshBag, MAX_FEATURES_COUNTED, trainBag } from "./bag-training.ts";
import { type QuantisedBag, quantiseBag } from "./quantise-bag.ts";
import { targetOf, type TextClasses } from "./text-classes.ts";
import { OUT_OF_SCOPE, type TextPlan, type TextRow } from "./text-plan.ts";
import { textReference } from "./text-reference.ts";
import { bagPlanOf, featuresOf, type TaughtText, taughtBy, trainTeachers } from "./text-teachers.ts";

/** Weight of the label beside the teachers' answer, where a text has one. */
const LABEL_SHARE = 0.3;

/** A trained network in int8, and its logits of a text. */
export interface TextNetwork extends QuantisedBag {
  readonly logitsOf: (text: string) => Float64Array;
}

/** Texts with the shares that the outputs should have. Features beyond what a step reads of a text do not count. */
export function taughtTexts(
  rows: readonly TextRow[],
  background: readonly string[],
  classes: TextClasses,
  plan: TextPlan,
): TaughtText[] {
  const taught = (text: string, labels: readonly string[]) => ({
    text,
    target: targetOf(labels, classes, plan.answer, plan.smoothing),
    features: Math.min(textFeatures(text, plan.grams).length, MAX_FEATURES_COUNTED),
  });
  const own = rows.map(({ text, labels }) => taught(text, labels));
  return classes.hasBackground ? [...own, ...background.map((text) => taught(text, [OUT_OF_SCOPE]))] : own;
}

/** Training of a network: how many steps of progress it makes, and how many features pass through it. */
export interface NetworkWork {
  readonly steps: number;
  readonly features: number;
}

/** The work that `textNetwork` takes. */
export function networkWork(labelled: readonly TaughtText[], plan: TextPlan): NetworkWork {
  const [texts, features, copied] = [labelled.length, featuresOf(labelled), 1 + plan.copies];
  const teaching = bagPlanOf(plan, 1, plan.teacherEpochs, texts, features).epochs * plan.teachers;
  const learning = bagPlanOf(plan, 1, plan.studentEpochs, texts * copied, features * copied).epochs;
  return { steps: teaching + learning + 1, features: features * (teaching + learning * copied) };
}

/**
 * Trains a network: teachers from the labels, then one network that fits `maxBytes` from what they say of the texts and
 * of altered copies of them, in int8.
 */
export function textNetwork(
  labelled: readonly TaughtText[],
  plan: TextPlan,
  outputs: number,
  progress: Progress,
): TextNetwork {
  const teachers = trainTeachers(labelled, plan, progress);
  const random = randomFrom(plan.seed);
  const texts = labelled.map(({ text }) => text);
  const copies = Array.from({ length: plan.copies }, () => texts.map((text) => altered(text, texts, random))).flat();
  const taught = taughtBy(teachers, [...texts, ...copies], plan.answer);
  progress.step(`the teachers answered ${taught.length} texts`);
  const features = featuresOf(labelled) * (1 + plan.copies);
  const bagPlan = bagPlanOf(plan, bucketsOf(texts, outputs, plan), plan.studentEpochs, taught.length, features);
  const examples = [...texts, ...copies].map((text, index) => {
    const outputShares = taught[index] ?? new Float32Array(outputs);
    const target = labelled[index]?.target;
    return {
      rows: bagRows(text, plan.grams, bagPlan.shape),
      head: 0,
      target: target
        ? outputShares.map((share, unit) => (1 - LABEL_SHARE) * share + LABEL_SHARE * (target[unit] ?? 0))
        : outputShares,
      weight: 1,
    };
  });
  const network: BagNetwork = freshBag(bagPlan, outputs, random);
  trainBag(
    network,
    bagPlan,
    () => examples,
    random,
    (epoch) => progress.step(`student, epoch ${epoch + 1}`),
  );
  const { table, layers, bytes } = quantiseBag(network);
  const logitsOf = textReference({ manifest: { grams: plan.grams, table, layers }, weights: bytes });
  return { table, layers, bytes, logitsOf };
}

function altered(text: string, others: readonly string[], random: Random): string {
  const kind = random();
  if (kind < 0.3) return mistyped(text, random);
  if (kind < 0.6) return thinned(text, 0.25, random);
  return spliced(text, others[Math.floor(random() * others.length)] ?? text, random);
}

/** Rows of the table: what the layers leave of the file, or twice as many as the texts have features if that is less. */
function bucketsOf(texts: readonly string[], outputs: number, plan: TextPlan): number {
  const widths = [plan.dimensions, ...plan.hidden, outputs];
  const dense = widths.slice(1).reduce((sum, units, depth) => sum + units * ((widths[depth] ?? 0) + 4) + 8, 0);
  const most = Math.floor((plan.maxBytes - dense - 8) / (plan.dimensions + 1));
  const found = new Set<number>();
  for (const text of texts) for (const feature of textFeatures(text, plan.grams)) found.add(feature);
  return Math.max(256, Math.min(most, found.size * 2));
}
