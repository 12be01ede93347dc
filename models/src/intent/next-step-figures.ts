import { modelInput } from "@sedge/features";
import { evaluate } from "../evaluation/evaluation.ts";
import { probabilitiesOf } from "../figures.ts";
import type { FittedModel } from "../fit-model.ts";
import { fitLogistic, logisticLogit } from "../logistic-regression.ts";
import type { Example } from "../model-plan.ts";

/** How well a distribution over the next steps did on examples that it had not seen. */
interface NextStepFigures {
  readonly rows: number;
  readonly accuracy: number;
  /** Mean over the classes' F1. Of the likeliest step, and of the step that is likeliest beside its base rate. */
  readonly macroF1: number;
  readonly liftedMacroF1: number;
  readonly logLoss: number;
  /** Of the likeliest step, 15 bins of equal width. */
  readonly calibrationError: number;
}

/** The model beside a logistic regression for each step on the same inputs, and beside what training says without looking. */
interface NextStepComparison {
  readonly model: NextStepFigures;
  readonly logistic: NextStepFigures;
  readonly baseRate: NextStepFigures;
}

const LEAST = 1e-12;

/** Rows that add up to 1. */
function addedUp(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => {
    const sum = row.reduce((total, p) => total + p, 0);
    return row.map((p) => p / sum);
  });
}

/** The model's distribution for each example, as `sessionIntent` makes it of the outputs. */
function nextStepProbabilities(model: FittedModel, examples: readonly Example[]): number[][] {
  const outputs = model.manifest.outputs.map((_, output) => probabilitiesOf(model, output, examples));
  return addedUp(examples.map((_, row) => outputs.map((probabilities) => probabilities[row] ?? 0)));
}

/** Compares the model on `unseen`; `known`, the training part, is what the regression and the base rates are fitted on. */
export function compareNextSteps(
  model: FittedModel,
  known: readonly Example[],
  unseen: readonly Example[],
): NextStepComparison {
  const inputsOf = (examples: readonly Example[]) =>
    examples.map(({ record }) => [...modelInput(model.manifest, record)]);
  const [knownInputs, unseenInputs] = [inputsOf(known), inputsOf(unseen)];
  const steps = model.manifest.outputs.map((_, step) => step);
  const baseRates = steps.map((step) => known.filter(({ answers }) => answers[step]).length / known.length);
  const regressions = steps.map((step) =>
    fitLogistic(
      knownInputs,
      known.map(({ answers }) => answers[step] ?? false),
      10,
    ),
  );
  const predictions = unseenInputs.map((row) =>
    regressions.map((regression) => 1 / (1 + Math.exp(-logisticLogit(regression, row)))),
  );
  const figures = (probabilities: readonly (readonly number[])[]) => figuresOf(probabilities, unseen, baseRates);
  return {
    model: figures(nextStepProbabilities(model, unseen)),
    logistic: figures(addedUp(predictions)),
    baseRate: figures(unseen.map(() => baseRates)),
  };
}

/** Figures of any distributions over the steps. */
export function figuresOf(
  probabilities: readonly (readonly number[])[],
  examples: readonly Example[],
  baseRates: readonly number[],
): NextStepFigures {
  const truths = examples.map(({ answers }) => answers.indexOf(true));
  const judged = (score: (p: number, step: number) => number) =>
    evaluate(
      probabilities.map((row, index) => {
        const scores = row.map(score);
        return {
          truth: [truths[index] ?? 0],
          predicted: [scores.indexOf(Math.max(...scores))],
          probabilities: row,
          outOfScope: null,
          isOutOfScope: false,
        };
      }),
      { kind: "one", classes: baseRates.length, positive: 0 },
    );
  const plain = judged((p) => p);
  const loss = probabilities.reduce(
    (sum, row, index) => sum - Math.log(Math.max(LEAST, row[truths[index] ?? 0] ?? 0)),
    0,
  );
  return {
    rows: examples.length,
    accuracy: plain.accuracy ?? Number.NaN,
    macroF1: plain.macroF1 ?? Number.NaN,
    liftedMacroF1: judged((p, step) => p / (baseRates[step] ?? 1)).macroF1 ?? Number.NaN,
    logLoss: loss / examples.length,
    calibrationError: plain.ece ?? Number.NaN,
  };
}

/** The comparison as the table of the model's card. */
export function nextStepTable({ model, logistic, baseRate }: NextStepComparison): string[] {
  const row = (name: string, figures: NextStepFigures) => {
    const { rows, accuracy, macroF1, liftedMacroF1, logLoss, calibrationError } = figures;
    const cells = [accuracy, macroF1, liftedMacroF1, logLoss, calibrationError].map((x) => x.toFixed(3));
    return `| ${[name, rows, ...cells].join(" | ")} |`;
  };
  return [
    "| all four steps | rows | accuracy | macro-F1 | macro-F1, beside the base rates | log loss | ECE, 15 widths |",
    "|---|---|---|---|---|---|---|",
    row("session-intent", model),
    row("logistic regression", logistic),
    row("base rates, majority", baseRate),
  ];
}
