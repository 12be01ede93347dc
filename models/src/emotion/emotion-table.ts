import { NO_DATA } from "../data-folder.ts";
import { readText } from "../text/text-artefacts.ts";
import { emotionFigures, type OutputFigures } from "./emotion-figures.ts";
import { emotionComments } from "./goemotions.ts";
import { REVIEW_SETS, reviewTransfer } from "./review-transfer.ts";
import type { EmotionPlan } from "./train-emotion.ts";

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const four = (x: number) => x.toFixed(4);

/** A model's figures as its card and its test state them: macro means over what it may say, and each score's own. */
export function emotionSummary({ scores }: EmotionPlan, figures: readonly OutputFigures[]) {
  const unscored = figures.filter(({ code }) => !scores.includes(code));
  return {
    macroF1: mean(unscored.map(({ f1 }) => f1)),
    auc: mean(unscored.map(({ auc }) => auc)),
    ece: mean(unscored.map(({ calibrationError }) => calibrationError)),
    scores: figures.filter(({ code }) => scores.includes(code)),
  };
}

/** The table of a shipped model's figures on the test part, in Markdown, as its card has it. */
export function emotionTable(plan: EmotionPlan): string {
  const test = emotionComments("test");
  if (!test) return `${plan.name}: ${NO_DATA}`;
  const model = readText(plan.name);
  const figures = emotionFigures(model, plan.outputs, test);
  const { macroF1, auc, ece, scores } = emotionSummary(plan, figures);
  return [
    `| ${plan.name}, test part (${test.length} comments) | |`,
    "|---|---|",
    `| macro-F1 | ${four(macroF1)} |`,
    `| AUC, mean over classes | ${four(auc)} |`,
    `| ECE, 15 widths, mean over classes | ${four(ece)} |`,
    ...scores.flatMap((score) => [
      `| ${score.code}: AUC | ${four(score.auc)} |`,
      `| ${score.code}: ECE, 15 widths | ${four(score.calibrationError)} |`,
    ]),
    `| bytes of weights | ${model.manifest.weights.bytes} |`,
    "",
    "| class | comments | F1 | AUC | ECE |",
    "|---|---|---|---|---|",
    ...figures.map(
      ({ code, positives, f1, auc, calibrationError }) =>
        `| ${code} | ${positives} | ${plan.scores.includes(code) ? "a score" : f1.toFixed(3)} | ${auc.toFixed(3)} | ${calibrationError.toFixed(3)} |`,
    ),
  ].join("\n");
}

/** The table of the sentiment model's transfer to reviews, in Markdown, as its card has it. */
export function reviewTable(): string {
  const rows = REVIEW_SETS.flatMap((set) => {
    const found = reviewTransfer(set);
    return found === undefined ? [] : [`| ${set} | ${found.toFixed(3)} |`];
  });
  return rows.length === 0
    ? `reviews: ${NO_DATA}`
    : ["| reviews, praise against blame | AUC |", "|---|---|", ...rows].join("\n");
}
