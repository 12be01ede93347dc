import type { Progress } from "../progress.ts";
import { randomFrom, shuffled } from "../random.ts";
import { type NetworkWork, networkWork, taughtTexts, textNetwork } from "./text-network.ts";
import { type TextClasses, textClasses } from "./text-classes.ts";
import { foldsOf } from "./text-folds.ts";
import { OUT_OF_SCOPE, type TextPlan, type TextRow } from "./text-plan.ts";
import type { TaughtText } from "./text-teachers.ts";

/** Parts of cross-fitting: each answers for a quarter of the rows and learns from the rest. */
const FOLDS = 4;
/** Networks that each do without a third of the classes, and then answer their texts. */
const GROUPS = 3;
/** With fewer classes, leaving some out leaves too little of the set. */
const LEAST_CLASSES = 4;

/** A network to train, and the texts that it answers and does not learn from. */
export interface NetworkJob {
  readonly taught: readonly TaughtText[];
  readonly classes: TextClasses;
  readonly asked: readonly TextRow[];
}

/** What a network says of a row that it did not learn from. */
export interface AskedRow {
  readonly row: TextRow;
  readonly logits: Float64Array;
  /** Number of the network that answered. */
  readonly part: number;
}

const isOutside = ({ labels }: TextRow) => labels.includes(OUT_OF_SCOPE);

/** The networks of cross-fitting: every row is asked of one that did not learn from it (Platt 1999, section 2.2.1). */
export function foldJobs(
  rows: readonly TextRow[],
  background: readonly string[],
  extra: readonly TextRow[],
  classes: TextClasses,
  plan: TextPlan,
): NetworkJob[] {
  const outside = background.map((text): TextRow => ({ text, labels: [OUT_OF_SCOPE] }));
  const all = [...rows, ...outside];
  const fold = foldsOf(all, FOLDS, randomFrom(plan.seed));
  return Array.from({ length: FOLDS }, (_, part) => ({
    taught: taughtTexts(
      all.filter((_row, index) => fold[index] !== part),
      [],
      classes,
      plan,
    ),
    classes,
    asked: [
      ...all.filter((_row, index) => fold[index] === part),
      ...extra.filter((_row, index) => index % FOLDS === part),
    ],
  }));
}

/** Networks that do without some of the classes, and answer their texts as out of scope; none for a few classes. */
export function heldIntentJobs(rows: readonly TextRow[], { classes }: TextClasses, plan: TextPlan): NetworkJob[] {
  if (classes.length < LEAST_CLASSES) return [];
  const codes = shuffled(
    classes.map(({ code }) => code),
    randomFrom(plan.seed),
  );
  return Array.from({ length: GROUPS }, (_, group) => {
    const held = new Set(codes.filter((_code, index) => index % GROUPS === group));
    const isHeld = ({ labels }: TextRow) => labels.some((label) => held.has(label));
    const kept = rows.filter((row) => !isHeld(row) && !isOutside(row));
    const left = textClasses(
      { train: kept, validation: [] },
      { ...plan, classes: classes.filter(({ code }) => !held.has(code)) },
    );
    return {
      taught: taughtTexts(kept, [], left, plan),
      classes: left,
      asked: rows.filter(isHeld).map(({ text }) => ({ text, labels: [OUT_OF_SCOPE] })),
    };
  });
}

/** Trains the networks, and returns what each says of the texts that it did not learn from. */
export function askedRows(jobs: readonly NetworkJob[], plan: TextPlan, progress: Progress): AskedRow[] {
  return jobs.flatMap(({ taught, classes, asked }, part) => {
    const { logitsOf } = textNetwork(taught, plan, outputsOf(classes), progress);
    return asked.map((row) => ({ row, logits: logitsOf(row.text), part }));
  });
}

/** The work of several networks together. */
export function workOf(jobs: readonly NetworkJob[], plan: TextPlan): NetworkWork {
  const works = jobs.map(({ taught }) => networkWork(taught, plan));
  return {
    steps: works.reduce((sum, { steps }) => sum + steps, 0),
    features: works.reduce((sum, { features }) => sum + features, 0),
  };
}

/** Outputs of a network: the classes, and the background unit if there is one. */
export function outputsOf({ classes, hasBackground }: TextClasses): number {
  return classes.length + Number(hasBackground);
}
