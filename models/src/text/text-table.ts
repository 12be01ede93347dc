import { NO_DATA } from "../data-folder.ts";
import type { ShippedText } from "./shipped-text.ts";
import { readText } from "./text-artefacts.ts";
import { judgedTexts, textFigures } from "./text-figures.ts";

/** A shipped model's figures on its test part, as a Markdown table; or that there is no data. */
export function textTable({ plan, parts }: ShippedText): string {
  const data = parts();
  if (!data) return `${plan.name}: ${NO_DATA}`;
  const model = readText(plan.name);
  const figures = textFigures(judgedTexts(model, data.test), model.manifest.classes.length);
  const four = (x: number | null) => (x === null ? "–" : x.toFixed(4));
  const lines: readonly (readonly [string, string])[] = [
    ["rows within scope; out of scope", `${figures.rows}; ${figures.outside}`],
    ["accuracy, nothing refused", four(figures.unrefusedAccuracy)],
    ["accuracy, a refusal is an error", four(figures.accuracy)],
    ["macro-F1", four(figures.macroF1)],
    ["ECE, likeliest class, 15 widths", four(figures.ece)],
    ["out-of-scope recall", four(figures.oosRecall)],
    ["out-of-scope AUROC", four(figures.oosAuroc)],
    ["bytes of weights", String(model.weights.length)],
  ];
  return [
    `${plan.name} ${model.manifest.version}, on the test part`,
    "| figure | value |\n|---|---|",
    ...lines.map(([what, value]) => `| ${what} | ${value} |`),
  ].join("\n");
}
