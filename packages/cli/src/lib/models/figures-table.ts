import { commonMistakes, type Confusion } from "@sedge/models/confusion";
import type { Classifier } from "./classifier.ts";
import type { ModelFigures } from "./figures.ts";

/** Most classes for which the whole confusion matrix is shown. */
const MAX_WHOLE = 12;
/** Number of mistakes shown for more classes. */
const MAX_MISTAKES = 10;
const WIDTH = 14;

const share = (x: number | null) => (x === null ? "–" : x.toFixed(4));

/** The figures with their names, for people. */
export function figureLines({ bytes, msPerRow, ...figures }: ModelFigures): string[] {
  const count = (value: number) => value.toLocaleString("en");
  const named: [string, string][] = [
    ["rows in scope", count(figures.inScope)],
    ["rows out of scope", count(figures.outOfScope)],
    ...(figures.otherLanguage > 0
      ? [["rows in other languages", count(figures.otherLanguage)] satisfies [string, string]]
      : []),
    ["accuracy", share(figures.accuracy)],
    ["macro-F1", share(figures.macroF1)],
    ["Matthews correlation", share(figures.mcc)],
    ["AUC", share(figures.auc)],
    ["average precision", share(figures.averagePrecision)],
    ["calibration error (ECE)", share(figures.ece)],
    ["out-of-scope recall", share(figures.oosRecall)],
    ["out-of-scope AUROC", share(figures.oosAuroc)],
    ["weights, bytes", count(bytes)],
    ["milliseconds a row", msPerRow.toPrecision(3)],
  ];
  return named.map(([name, value]) => `${name.padEnd(24)} ${value.padStart(10)}`);
}

const cut = (text: string) => (text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text);

/** The confusion matrix of a few classes, or the most frequent mistakes of many. */
export function confusionLines({ classes }: Pick<Classifier, "classes">, confusion: Confusion): string[] {
  if (classes.length > MAX_WHOLE) {
    const mistakes = commonMistakes(confusion, MAX_MISTAKES);
    const lines = mistakes.map(
      ({ truth, predicted, count }) =>
        `${String(count).padStart(6)}  ${classes[truth]} → ${predicted === undefined ? "refused" : classes[predicted]}`,
    );
    return [lines.length > 0 ? "Most confused (actual → predicted):" : "Nothing was confused.", ...lines];
  }
  const isRefusing = confusion.some((row) => (row.at(-1) ?? 0) > 0);
  const heads = [...classes, ...(isRefusing ? ["refused"] : [])];
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(WIDTH) : cell.padStart(WIDTH))).join(" ");
  return [
    "Confusion (rows: actual, columns: predicted):",
    line(["", ...heads.map(cut)]),
    ...confusion.map((row, truth) =>
      line([cut(classes[truth] ?? ""), ...row.slice(0, heads.length).map((count) => String(count))]),
    ),
  ];
}
