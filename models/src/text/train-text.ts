import { createHash } from "node:crypto";
import { textFeatures, TEXT_SCHEMA } from "@sedge/features/text";
import { TextModelManifest } from "@sedge/features/text-model-manifest";
import * as v from "valibot";
import type { Progress } from "../progress.ts";
import { type Random, randomFrom } from "../random.ts";
import { mistyped, spliced, thinned } from "./augment.ts";
import type { BagNetwork } from "./bag-network.ts";
import { bagRows } from "./bag-rows.ts";
import { freshBag, trainBag } from "./bag-training.ts";
import { quantiseBag } from "./quantise-bag.ts";
import { calibratedAnswer, outOfScopeRule } from "./text-calibration.ts";
import { targetOf, type TextClasses, textClasses } from "./text-classes.ts";
import { OUT_OF_SCOPE, type TextData, type TextPlan, type TextRow } from "./text-plan.ts";
import { type TextModel, textReference } from "./text-reference.ts";
import { bagPlanOf, type TaughtText, taughtBy, trainTeachers } from "./text-teachers.ts";

/** Weight of the label beside the teachers' answer, where a text has one. */
const LABEL_SHARE = 0.3;

/**
 * Trains a text model: teachers from the labels, then one network that fits `maxBytes` from what they say of the texts
 * and of altered copies of them, in int8, calibrated on the validation rows. The same for the same data and plan.
 * Throws RangeError for data that no model can be made of (see `textClasses`), or none at all.
 */
export function trainText(given: TextData, planned: TextPlan, progress: Progress): TextModel {
  if (given.train.length === 0 || given.validation.length === 0) throw new RangeError("a text model needs rows");
  const data = withOutsideValidation(given, planned);
  const classes = textClasses(data, planned);
  const plan = { ...planned, dimensions: widthFor(classes, planned) };
  const labelled = taughtTexts(data, classes, plan);
  const network = studentOf(labelled, plan, classes, progress);
  const { table, layers, bytes } = quantiseBag(network);
  const logitsOf = textReference({ manifest: { grams: plan.grams, table, layers }, weights: bytes });
  const logits = data.validation.map(({ text }) => logitsOf(text));
  const answer = calibratedAnswer(logits, data.validation, classes, plan.answer);
  const manifest = v.parse(TextModelManifest, {
    kind: "text",
    name: plan.name,
    version: plan.version,
    textSchema: TEXT_SCHEMA,
    grams: plan.grams,
    table,
    layers,
    classes: classes.classes,
    answer,
    ...outOfScopePart(logits, data.validation, classes, answer),
    weights: { file: "weights.bin", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
  });
  progress.step("quantised and calibrated");
  return { manifest, weights: bytes };
}

/** A table need not be wider than the classes can use: 8 values for each, at least 16. */
function widthFor({ classes, hasBackground }: TextClasses, { dimensions }: TextPlan): number {
  return Math.min(dimensions, Math.max(16, 8 * (classes.length + Number(hasBackground))));
}

/** Data whose validation rows include some out of scope. If none do, every fifth out-of-scope text moves there. */
function withOutsideValidation({ train, validation, background = [] }: TextData, { answer }: TextPlan): TextData {
  const isOutside = ({ labels }: TextRow) => labels.includes(OUT_OF_SCOPE);
  if (answer === "sigmoid" || validation.some(isOutside)) return { train, validation, background };
  const texts = [...train.filter(isOutside).map(({ text }) => text), ...background];
  const held = texts.filter((_, index) => index % 5 === 0).map((text) => ({ text, labels: [OUT_OF_SCOPE] }));
  return {
    train: train.filter((row) => !isOutside(row)),
    validation: [...validation, ...held],
    background: texts.filter((_, index) => index % 5 !== 0),
  };
}

/** How many steps of progress `trainText` makes. */
export function textSteps(given: TextData, plan: TextPlan): number {
  const { train, background = [] } = withOutsideValidation(given, plan);
  const texts = train.length + background.length;
  const teaching = bagPlanOf(plan, 1, plan.teacherEpochs, texts).epochs * plan.teachers;
  return teaching + bagPlanOf(plan, 1, plan.studentEpochs, texts * (1 + plan.copies)).epochs + 2;
}

function taughtTexts({ train, background = [] }: TextData, classes: TextClasses, plan: TextPlan): TaughtText[] {
  const own = train.map(({ text, labels }) => ({
    text,
    target: targetOf(labels, classes, plan.answer, plan.smoothing),
  }));
  if (!classes.hasBackground) return own;
  const target = targetOf([OUT_OF_SCOPE], classes, plan.answer, plan.smoothing);
  return [...own, ...background.map((text) => ({ text, target }))];
}

function studentOf(
  labelled: readonly TaughtText[],
  plan: TextPlan,
  classes: TextClasses,
  progress: Progress,
): BagNetwork {
  const teachers = trainTeachers(labelled, plan, progress);
  const random = randomFrom(plan.seed);
  const texts = labelled.map(({ text }) => text);
  const copies = Array.from({ length: plan.copies }, () => texts.map((text) => altered(text, texts, random))).flat();
  const taught = taughtBy(teachers, [...texts, ...copies], plan.answer);
  progress.step(`the teachers answered ${taught.length} texts`);
  const outputs = classes.classes.length + Number(classes.hasBackground);
  const bagPlan = bagPlanOf(plan, bucketsOf(texts, outputs, plan), plan.studentEpochs, taught.length);
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
  const network = freshBag(bagPlan, outputs, random);
  trainBag(
    network,
    bagPlan,
    () => examples,
    random,
    (epoch) => progress.step(`student, epoch ${epoch + 1}`),
  );
  return network;
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

function outOfScopePart(
  logits: readonly Float64Array[],
  rows: readonly TextRow[],
  { classes, placeOf, hasBackground }: TextClasses,
  answer: TextModelManifest["answer"],
): Pick<TextModelManifest, "outOfScope"> {
  if (!hasBackground || answer.kind !== "softmax") return {};
  const within: { logits: Float64Array; isRight: boolean }[] = [];
  const outside: Float64Array[] = [];
  logits.forEach((row, index) => {
    const label = rows[index]?.labels[0] ?? OUT_OF_SCOPE;
    if (label === OUT_OF_SCOPE) return outside.push(row);
    const own = row.subarray(0, classes.length);
    return within.push({ logits: row, isRight: own.indexOf(Math.max(...own)) === placeOf.get(label) });
  });
  return { outOfScope: outOfScopeRule(within, outside, classes.length, answer.temperature) };
}
