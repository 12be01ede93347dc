import { confusionOf, matthewsOf } from "@sedge/models/confusion";
import { NO_DATA } from "@sedge/models/data-folder";
import type { JudgedRow } from "@sedge/models/judged-row";
import { judgedTexts, textFigures } from "@sedge/models/text-figures";
import { heldOut } from "@sedge/models/text-part";
import { TEXT_PLAN, type TextPlan, type TextRow } from "@sedge/models/text-plan";
import { progressOver } from "@sedge/models/progress";
import { randomFrom } from "@sedge/models/random";
import { textWork, trainText } from "@sedge/models/train-text";
import type { BenchPart } from "../report/bench-part.ts";
import { textTable } from "../report/text-table.ts";
import { type IntentSetName, intentSet } from "./intent-sets.ts";

/** Rows an intent: what a small site may have. */
const ROWS = 40;
const QUICK_ROWS = 10;
/** Share that calibrated before. */
const HELD_BACK = 0.1;
const SEED = 1;

/** A row of the table. */
interface RefusalFigures {
  /** Matthews correlation over all rows; out of scope counts as a class, and so does a refusal. */
  readonly mcc: number;
  /** Of rows within scope, nothing refused. */
  readonly accuracy: number;
  readonly ece: number;
  /** Share of rows within scope that are refused. */
  readonly refused: number;
  /** Share of rows out of scope that are refused. */
  readonly oosRecall: number;
  readonly oosAuroc: number | null;
}

function figuresOf(judged: readonly JudgedRow[], classes: number): RefusalFigures {
  const confusion = confusionOf(
    judged.map(({ truth, predicted }) => ({ truth: truth[0] ?? classes, predicted: predicted[0] ?? classes })),
    classes + 1,
  );
  const { unrefusedAccuracy, ece, oosRecall, oosAuroc } = textFigures(judged, classes);
  const within = judged.filter(({ truth }) => truth.length > 0);
  return {
    mcc: matthewsOf(confusion),
    accuracy: unrefusedAccuracy,
    ece: ece ?? Number.NaN,
    refused: within.filter(({ isOutOfScope }) => isOutOfScope).length / within.length,
    oosRecall: oosRecall ?? 0,
    oosAuroc,
  };
}

/** The answers of a model that refuses nothing. */
function unrefused(judged: readonly JudgedRow[]): JudgedRow[] {
  return judged.map((row) => ({
    ...row,
    predicted: [row.probabilities.indexOf(Math.max(...row.probabilities))],
    isOutOfScope: false,
  }));
}

/** Measures one set: a model as it was trained before, and one as it is trained now. */
export function refusalPart(name: IntentSetName) {
  return ({ quick }: { readonly quick: boolean }, note: (line: string) => void): BenchPart => {
    const set = intentSet(name, quick ? QUICK_ROWS : ROWS);
    if (!set) return { title: name, lines: [NO_DATA], aims: [], json: {} };
    const plan: TextPlan = { ...TEXT_PLAN, name, version: "1.0.0", seed: SEED };
    const trained = (data: { readonly train: readonly TextRow[]; readonly validation: readonly TextRow[] }) => {
      note(`${data.train.length} rows to learn from`);
      const model = trainText(data, plan, progressOver(name, textWork(data, plan).steps));
      return { judged: judgedTexts(model, set.test), manifest: model.manifest };
    };
    const { kept, held } = heldOut(set.train, HELD_BACK, randomFrom(SEED));
    const [before, after] = [trained({ train: kept, validation: held }), trained({ train: set.train, validation: [] })];
    const classes = after.manifest.classes.length;
    const figures = {
      before: figuresOf(unrefused(before.judged), classes),
      after: figuresOf(after.judged, classes),
    };
    const rule = after.manifest.outOfScope;
    const three = (x: number | null) => (x === null ? "–" : x.toFixed(3));
    const lines = textTable(
      ["", "MCC", "accuracy", "ECE", "refused in scope", "refused out of scope", "AUROC"],
      Object.entries(figures).map(([when, { mcc, accuracy, ece, refused, oosRecall, oosAuroc }]) => [
        when,
        three(mcc),
        three(accuracy),
        three(ece),
        three(refused),
        three(oosRecall),
        when === "before" ? "–" : three(oosAuroc),
      ]),
      ["left", "right", "right", "right", "right", "right", "right"],
    ).split("\n");
    const score = rule?.energy === 0 ? "the likeliest class's probability alone" : "the learnt score";
    const outside = set.test.length - after.judged.filter(({ truth }) => truth.length > 0).length;
    return {
      title: `${name}: ${classes} intents, ${set.train.length} rows to learn from; ${set.test.length - outside} rows in scope and ${outside} out of scope to measure on`,
      lines: [...lines, `refuses by ${score}, from ${three(rule?.threshold ?? null)} on`],
      aims: [],
      json: {
        [name]: { before: { ...figures.before }, after: { ...figures.after }, threshold: rule?.threshold ?? null },
      },
    };
  };
}
