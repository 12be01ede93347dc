import type { JudgedRow } from "@sedge/models/judged-row";
import { reliabilityBins } from "@sedge/models/reliability-bins";
import { reliabilityPlot } from "@sedge/models/reliability-plot";
import type { Classifier } from "./classifier.ts";

/**
 * Calibration plot as an SVG document: how often the likeliest class was right, by its probability. Only rows in scope.
 */
export function modelPlot({ name }: Pick<Classifier, "name">, rows: readonly JudgedRow[]): string {
  const within = rows
    .filter(({ truth }) => truth.length > 0)
    .map(({ truth, probabilities }) => {
      const top = Math.max(...probabilities);
      return { top, isRight: probabilities.indexOf(top) === truth[0] };
    });
  const bins = reliabilityBins(
    within.map(({ top }) => top),
    within.map(({ isRight }) => isRight),
  );
  return reliabilityPlot({ title: `${name}, likeliest class`, bins });
}
