import { textAnswer } from "@sedge/features/text";
import type { JudgedRow } from "../evaluation/judged-row.ts";
import { type Evaluation, evaluate } from "../evaluation/evaluation.ts";
import { OUT_OF_SCOPE, type TextRow } from "./text-plan.ts";
import { type TextModel, textReference } from "./text-reference.ts";

/** What a text model says of rows that it has not seen. */
export function judgedTexts(model: TextModel, rows: readonly TextRow[]): JudgedRow[] {
  const logitsOf = textReference(model);
  const placeOf = new Map(model.manifest.classes.map(({ code }, place) => [code, place]));
  return rows.map(({ text, labels }) => {
    const { classes, outOfScope, isOutOfScope } = textAnswer(model.manifest, logitsOf(text));
    return {
      truth: labels.flatMap((label) => (label === OUT_OF_SCOPE ? [] : [placeOf.get(label) ?? -1])),
      predicted: isOutOfScope ? [] : classes.flatMap(({ isPredicted }, place) => (isPredicted ? [place] : [])),
      probabilities: classes.map(({ probability }) => probability),
      outOfScope,
      isOutOfScope,
    };
  });
}

/** Figures of a text model, and the accuracy that it would have within scope if it refused nothing. */
export interface TextFigures extends Evaluation {
  readonly unrefusedAccuracy: number;
  readonly rows: number;
  readonly outside: number;
}

/** Measures a model that says one class. */
export function textFigures(judged: readonly JudgedRow[], classes: number): TextFigures {
  const within = judged.filter(({ truth }) => truth.length > 0);
  const right = within.filter(
    ({ truth, probabilities }) => truth[0] === probabilities.indexOf(Math.max(...probabilities)),
  );
  return {
    ...evaluate(judged, { kind: "one", classes, positive: 1 }),
    unrefusedAccuracy: right.length / within.length,
    rows: within.length,
    outside: judged.length - within.length,
  };
}
