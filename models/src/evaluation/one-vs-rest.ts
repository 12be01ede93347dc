import type { JudgedRow } from "./judged-row.ts";

/**
 * Mean over the classes of a measure of each class against the rest. Classes that no row or every row has are left out,
 * as nothing can be predicted of them; NaN if that leaves none.
 */
export function overClasses(
  rows: readonly Pick<JudgedRow, "truth" | "probabilities">[],
  classes: number,
  measure: (scores: readonly number[], labels: readonly boolean[]) => number,
): number {
  const found: number[] = [];
  for (let index = 0; index < classes; index += 1) {
    const labels = rows.map(({ truth }) => truth.includes(index));
    const positives = labels.filter(Boolean).length;
    if (positives === 0 || positives === rows.length) continue;
    found.push(
      measure(
        rows.map(({ probabilities }) => probabilities[index] ?? 0),
        labels,
      ),
    );
  }
  return found.reduce((sum, value) => sum + value, 0) / found.length;
}
