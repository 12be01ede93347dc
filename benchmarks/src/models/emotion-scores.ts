import { measureModel } from "@sedge/cli/model-measurement";
import { type EmotionOutput, EKMAN, SENTIMENT } from "@sedge/models/emotion-outputs";
import { evaluate } from "@sedge/models/evaluation";
import { emotionComments } from "@sedge/models/goemotions";
import { artefact } from "@sedge/models/model-folder";
import { heldOutTable } from "./held-out-table.ts";
import type { ModelScores } from "./model-score.ts";

/** Scores of the emotions, on GoEmotions' test part. */
export function emotionScores(now: () => number): ModelScores {
  return scoresOf("emotion", "macro-F1, Ekman", EKMAN, now);
}

/** Scores of the sentiments, on GoEmotions' test part. */
export function sentimentScores(now: () => number): ModelScores {
  return scoresOf("sentiment", "macro-F1, group", SENTIMENT, now);
}

/** The classes of one grouping. A model can have further scores. */
function scoresOf(model: string, measure: string, outputs: readonly EmotionOutput[], now: () => number): ModelScores {
  const comments = emotionComments("test");
  if (!comments) return "no data";
  const cells = comments.map(({ text, labels }) => {
    const codes = outputs.filter((output) => output.labels.some((label) => labels[output.grouping].includes(label)));
    return [text, codes.map(({ code }) => code).join("|")];
  });
  const { judgement, classes, figures } = measureModel(
    artefact(model, "."),
    heldOutTable("goemotions", ["text", "label"], cells),
    now,
  );
  const asked = outputs.map(({ code }) => classes.indexOf(code));
  const among = (indices: readonly number[]) => indices.map((index) => asked.indexOf(index)).filter((at) => at >= 0);
  const rows = judgement.rows.map((row) => ({
    ...row,
    truth: among(row.truth),
    predicted: among(row.predicted),
    probabilities: asked.map((index) => row.probabilities[index] ?? 0),
  }));
  const { macroF1, ece } = evaluate(rows, { kind: "several", classes: asked.length, positive: 0 });
  const { bytes, msPerRow } = figures;
  return [{ model, measure, value: macroF1, ece, rows: rows.length, bytes, msPerRow }];
}
