import { NO_DATA } from "../data-folder.ts";
import { fitLogistic, logisticLogit } from "../logistic-regression.ts";
import { auc } from "../auc.ts";
import { encodedRows } from "./encoded-rows.ts";
import { type ShippedTabular, tabularParts } from "./shipped-tabular.ts";
import { readTabular } from "./tabular-artefacts.ts";
import { tabularFigures } from "./tabular-figures.ts";

const three = (x: number) => x.toFixed(3);

/** The table of a shipped model's figures on the held-out part, in Markdown, as its card has it. */
export function tabularTable(shipped: ShippedTabular): string {
  const { plan, labelColumn, positive } = shipped;
  const parts = tabularParts(shipped);
  if (!parts) return `${plan.name}: ${NO_DATA}`;
  const model = readTabular(plan.name);
  const figures = tabularFigures(model, positive, parts.test);
  const is = (row: (typeof parts.test)[number]) => String(row[labelColumn]) === positive;
  const inputsOf = (rows: typeof parts.test) => {
    const { width, values } = encodedRows(model.manifest, rows);
    return rows.map((_, row) => Array.from(values.subarray(row * width, (row + 1) * width)));
  };
  const regression = fitLogistic(inputsOf(parts.train), parts.train.map(is), 10);
  const baseline = auc(
    inputsOf(parts.test).map((row) => logisticLogit(regression, row)),
    parts.test.map(is),
  );
  const rows: readonly (readonly [string, string | number])[] = [
    ["rows (positive)", `${figures.rows} (${figures.positives})`],
    ["AUC", figures.auc.toFixed(4)],
    ["AUC, 95 % interval", figures.interval.map(three).join(" to ")],
    ["AUC of a logistic regression on the same inputs", three(baseline)],
    ["accuracy", three(figures.accuracy)],
    ["log loss", three(figures.logLoss)],
    ["ECE, likeliest class, 15 widths", figures.topCalibrationError.toFixed(4)],
    ["ECE, asked class, 15 widths", figures.calibrationError.toFixed(4)],
    [
      "ECE, asked class, 10 masses (floor)",
      `${three(figures.massCalibrationError)} (${three(figures.calibrationFloor)})`,
    ],
    ["bytes of weights", model.manifest.weights.bytes],
  ];
  return [`| ${plan.name}, test part | |`, "|---|---|", ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join(
    "\n",
  );
}
