import { readText } from "@sedge/models/text-artefacts";
import { transferTo } from "@sedge/models/satisfaction-table";
import { ratedTurns, SATISFACTION_SETS } from "@sedge/models/satisfaction-turns";
import type { ModelScores } from "./model-score.ts";

/** How well the emotion model's scores identify dissatisfied turns, on data that it was not trained on. */
export function satisfactionScores(): ModelScores {
  const { bytes } = readText("emotion").manifest.weights;
  const scores = SATISFACTION_SETS.flatMap((set) => {
    const rows = ratedTurns(set)?.length ?? 0;
    return (transferTo(set) ?? []).map(({ score, dissatisfied }) => ({
      model: "emotion",
      measure: `AUC: dissatisfied turn, ${set}, ${score}`,
      value: dissatisfied,
      ece: null,
      rows,
      bytes,
      msPerRow: null,
    }));
  });
  return scores.length > 0 ? scores : "no data";
}
