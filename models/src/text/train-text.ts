import { createHash } from "node:crypto";
import { TEXT_SCHEMA } from "@sedge/features/text";
import { TextModelManifest } from "@sedge/features/text-model-manifest";
import * as v from "valibot";
import type { Progress } from "../progress.ts";
import { BACKGROUND_SENTENCES } from "./background-sentences.ts";
import { refusalOf, type ScopeRow } from "./refusal.ts";
import { calibratedAnswer } from "./text-calibration.ts";
import { type TextClasses, textClasses } from "./text-classes.ts";
import { type NetworkWork, taughtTexts, textNetwork } from "./text-network.ts";
import {
  type AskedRow,
  askedRows,
  foldJobs,
  heldIntentJobs,
  type NetworkJob,
  outputsOf,
  workOf,
} from "./text-networks.ts";
import { OUT_OF_SCOPE, type TextData, type TextPlan, type TextRow } from "./text-plan.ts";
import type { TextModel } from "./text-reference.ts";

/** A training: the network that ships, and those whose answers to rows that they did not learn from calibrate it. */
interface TextTraining {
  readonly plan: TextPlan;
  readonly classes: TextClasses;
  readonly whole: NetworkJob;
  /** Empty where validation rows calibrate. */
  readonly folds: readonly NetworkJob[];
  /** Empty where texts out of scope are given, or classes are few. */
  readonly held: readonly NetworkJob[];
}

/**
 * Trains a text model: teachers from the labels, then one network that fits `maxBytes` from what they say of the texts
 * and of altered copies of them, in int8. Validation rows calibrate it; without any, cross-fitting does, and the network
 * learns from all rows. A softmax refuses in every case. The same for the same data and plan. Throws RangeError for data
 * that no model can be made of (see `textClasses`), or none at all.
 */
export function trainText(given: TextData, planned: TextPlan, progress: Progress): TextModel {
  const { plan, classes, whole, folds, held } = trainingOf(given, planned);
  const network = textNetwork(whole.taught, plan, outputsOf(classes), progress);
  const own: AskedRow[] = whole.asked.map((row) => ({ row, logits: network.logitsOf(row.text), part: 0 }));
  const asked = folds.length > 0 ? askedRows(folds, plan, progress) : own;
  const heldRows = askedRows(held, plan, progress);
  const known = asked.filter(({ row }) => !isBackground(row));
  const answer = calibratedAnswer(
    known.map(({ logits }) => logits),
    known.map(({ row }) => row),
    classes,
    plan.answer,
  );
  const { table, layers, bytes } = network;
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
    ...outOfScopePart(asked, heldRows, held, classes, answer, plan),
    ...(plan.languages && { languages: plan.languages }),
    weights: { file: "weights.bin", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
  });
  progress.step("quantised and calibrated");
  return { manifest, weights: bytes };
}

/** How many steps of progress `trainText` makes, and how many features pass through its networks. */
export function textWork(given: TextData, planned: TextPlan): NetworkWork {
  const { plan, whole, folds, held } = trainingOf(given, planned);
  const { steps, features } = workOf([whole, ...folds, ...held], plan);
  return { steps: steps + 1, features };
}

/** The background sentences as rows; they are told from a site's rows by identity. */
const BACKGROUND_ROWS: readonly TextRow[] = BACKGROUND_SENTENCES.map((text) => ({ text, labels: [OUT_OF_SCOPE] }));
const isBackground = (row: TextRow) => BACKGROUND_ROWS.includes(row);
const isOutside = ({ labels }: TextRow) => labels.includes(OUT_OF_SCOPE);

function trainingOf(given: TextData, planned: TextPlan): TextTraining {
  if (given.train.length === 0) throw new RangeError("a text model needs rows");
  const isCrossFitted = given.validation.length === 0;
  const { train, validation, background = [] } = isCrossFitted ? given : withOutsideValidation(given, planned);
  const classes = textClasses({ train, validation, background }, planned);
  const plan = { ...planned, dimensions: widthFor(classes, planned) };
  const isUnlabelled = plan.answer === "softmax" && !classes.hasBackground && !validation.some(isOutside);
  const extra = isUnlabelled ? BACKGROUND_ROWS : [];
  return {
    plan,
    classes,
    whole: { taught: taughtTexts(train, background, classes, plan), classes, asked: [...validation, ...extra] },
    folds: isCrossFitted ? foldJobs(train, background, extra, classes, plan) : [],
    held: isUnlabelled ? heldIntentJobs(train, classes, plan) : [],
  };
}

/** A table need not be wider than the classes can use: 8 values for each, at least 16. */
function widthFor({ classes, hasBackground }: TextClasses, { dimensions }: TextPlan): number {
  return Math.min(dimensions, Math.max(16, 8 * (classes.length + Number(hasBackground))));
}

/** Data whose validation rows include some out of scope. If none do, every fifth out-of-scope text moves there. */
function withOutsideValidation({ train, validation, background = [] }: TextData, { answer }: TextPlan): TextData {
  if (answer === "sigmoid" || validation.some(isOutside)) return { train, validation, background };
  const texts = [...train.filter(isOutside).map(({ text }) => text), ...background];
  const held = texts.filter((_, index) => index % 5 === 0).map((text) => ({ text, labels: [OUT_OF_SCOPE] }));
  return {
    train: train.filter((row) => !isOutside(row)),
    validation: [...validation, ...held],
    background: texts.filter((_, index) => index % 5 !== 0),
  };
}

function outOfScopePart(
  asked: readonly AskedRow[],
  heldRows: readonly AskedRow[],
  jobs: readonly NetworkJob[],
  { classes, placeOf, hasBackground }: TextClasses,
  answer: TextModelManifest["answer"],
  { refuseShare }: TextPlan,
): Pick<TextModelManifest, "outOfScope"> {
  if (answer.kind !== "softmax") return {};
  const rowOf = ({ logits, part }: AskedRow): ScopeRow => ({ logits, part, classes: classes.length });
  const within = asked.filter(({ row }) => !isOutside(row));
  return {
    outOfScope: refusalOf({
      within: within.map((row) => {
        const own = row.logits.subarray(0, classes.length);
        return { ...rowOf(row), isRight: own.indexOf(Math.max(...own)) === placeOf.get(row.row.labels[0] ?? "") };
      }),
      outside: [
        ...asked.filter(({ row }) => isOutside(row) && !isBackground(row)).map(rowOf),
        ...heldRows.map(({ logits, part }) => ({ logits, part, classes: jobs[part]?.classes.classes.length ?? 0 })),
      ],
      background: asked.filter(({ row }) => isBackground(row)).map(rowOf),
      temperature: answer.temperature,
      hasBackground,
      refuseShare,
    }),
  };
}
