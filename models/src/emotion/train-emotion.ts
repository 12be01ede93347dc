import { createHash } from "node:crypto";
import { TEXT_SCHEMA, type TextGrams } from "@sedge/features/text";
import { TextModelManifest } from "@sedge/features/text-model-manifest";
import * as v from "valibot";
import { type Random, randomFrom } from "../random.ts";
import { mistyped, spliced, thinned } from "../text/augment.ts";
import type { BagNetwork } from "../text/bag-network.ts";
import { bagRows } from "../text/bag-rows.ts";
import { type BagPlan, freshBag, trainBag } from "../text/bag-training.ts";
import { quantiseBag } from "../text/quantise-bag.ts";
import { type TextModel, textReference } from "../text/text-reference.ts";
import { sigmoidAnswer } from "./emotion-calibration.ts";
import { type EmotionOutput, emotionTarget } from "./emotion-outputs.ts";
import { startAtShares } from "./emotion-teachers.ts";
import type { EmotionComment } from "./goemotions.ts";

/** What an emotion model is to be, and how it is trained. */
export interface EmotionPlan {
  readonly name: string;
  readonly version: string;
  readonly seed: number;
  readonly outputs: readonly EmotionOutput[];
  /** Codes of outputs that are scores, and are never predicted as classes. */
  readonly scores: readonly string[];
  readonly grams: TextGrams;
  readonly bag: BagPlan;
}

/** Texts with what the teachers say of them, by the code and grouping of each output. */
export interface TaughtTexts {
  readonly texts: readonly string[];
  readonly outputs: readonly EmotionOutput[];
  readonly answers: readonly Float32Array[];
}

/** Weight of the label beside the teachers' answer, where a text has one. */
const LABEL_SHARE = 0.3;

/** Altered copies of comments, one of each: misspelt, thinned or spliced, for the teachers to answer. */
export function alteredTexts(comments: readonly EmotionComment[], seed: number): string[] {
  const random = randomFrom(seed);
  const any = () => comments[Math.floor(random() * comments.length)]?.text ?? "";
  return comments.map(({ text }) => altered(text, any, random));
}

function altered(text: string, any: () => string, random: Random): string {
  const kind = random();
  if (kind < 0.3) return mistyped(text, random);
  if (kind < 0.6) return thinned(text, 0.25, random);
  return spliced(text, any(), random);
}

/**
 * Trains one small network on what the teachers say of the comments (the first of `taught.texts`) and of their altered
 * copies, in int8, calibrated on the development part. The same for the same plan and texts.
 */
export function trainEmotion(
  plan: EmotionPlan,
  comments: readonly EmotionComment[],
  taught: TaughtTexts,
  development: readonly EmotionComment[],
  afterEpoch: (note: string) => void,
): TextModel {
  const network = studentOf(plan, comments, taught, afterEpoch);
  const { table, layers, bytes } = quantiseBag(network);
  const logitsOf = textReference({ manifest: { grams: plan.grams, table, layers }, weights: bytes });
  const logits = development.map(({ text }) => logitsOf(text));
  const truth = development.map((comment) => emotionTarget(plan.outputs, comment));
  const manifest = v.parse(TextModelManifest, {
    kind: "text",
    name: plan.name,
    version: plan.version,
    textSchema: TEXT_SCHEMA,
    grams: plan.grams,
    table,
    layers,
    classes: plan.outputs.map(({ code, label }) => ({ code, label })),
    answer: sigmoidAnswer(
      logits,
      truth,
      plan.outputs.map(({ code }) => plan.scores.includes(code)),
    ),
    weights: { file: "weights.bin", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
  });
  return { manifest, weights: bytes };
}

function studentOf(
  { seed, outputs, grams, bag }: EmotionPlan,
  comments: readonly EmotionComment[],
  taught: TaughtTexts,
  afterEpoch: (note: string) => void,
): BagNetwork {
  const random = randomFrom(seed);
  const places = outputs.map(({ code, grouping }) =>
    taught.outputs.findIndex((other) => other.code === code && other.grouping === grouping),
  );
  const targets = taught.answers.map((answer, index) => {
    const comment = comments[index];
    const label = comment && emotionTarget(outputs, comment);
    return Float32Array.from(places, (place, unit) => {
      const output = answer[place] ?? 0;
      return label ? (1 - LABEL_SHARE) * output + LABEL_SHARE * (label[unit] ?? 0) : output;
    });
  });
  const network = freshBag(bag, outputs.length, random);
  startAtShares(network.layers.at(-1)?.bias, targets);
  const examples = taught.texts.map((text, index) => ({
    rows: bagRows(text, grams, bag.shape),
    head: 0,
    target: targets[index] ?? new Float32Array(outputs.length),
    weight: 1,
  }));
  trainBag(
    network,
    bag,
    () => examples,
    random,
    (epoch) => afterEpoch(`student, epoch ${epoch + 1}`),
  );
  return network;
}
