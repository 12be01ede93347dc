/** Rows by right class (first index) and predicted class (second). The last column counts rows that were given no class. */
export type Confusion = readonly (readonly number[])[];

/** Counts rows of `classes` classes. `predicted` is undefined where the model refused. */
export function confusionOf(
  rows: readonly { readonly truth: number; readonly predicted: number | undefined }[],
  classes: number,
): Confusion {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes + 1 }, () => 0));
  for (const { truth, predicted = classes } of rows) {
    const row = counts[truth];
    if (row) row[predicted] = (row[predicted] ?? 0) + 1;
  }
  return counts;
}

/** A mistake and how often it was made; `predicted` undefined: no class was predicted. */
export interface Mistake {
  readonly truth: number;
  readonly predicted: number | undefined;
  readonly count: number;
}

/** The `most` commonest mistakes, commonest first; equals in the order of the classes. */
export function commonMistakes(confusion: Confusion, most: number): Mistake[] {
  return confusion
    .flatMap((row, truth) =>
      row.map((count, predicted) => ({
        truth,
        predicted: predicted === confusion.length ? undefined : predicted,
        count,
      })),
    )
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, most);
}

/** Share of rows whose predicted class is right, 0 to 1; NaN without rows. */
export function accuracyOf(confusion: Confusion): number {
  const rows = confusion.flat().reduce((sum, count) => sum + count, 0);
  return confusion.reduce((sum, row, truth) => sum + (row[truth] ?? 0), 0) / rows;
}

/**
 * Matthews correlation coefficient of any number of classes, -1 to 1 (R_K of Gorodkin 2004): 0 where the answers say
 * nothing of what is right, or only one class is right or predicted.
 */
export function matthewsOf(confusion: Confusion): number {
  const right = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const predicted = Array.from({ length: confusion.length + 1 }, (_, index) =>
    confusion.reduce((sum, row) => sum + (row[index] ?? 0), 0),
  );
  const rows = right.reduce((sum, count) => sum + count, 0);
  const hits = confusion.reduce((sum, row, truth) => sum + (row[truth] ?? 0), 0);
  const squares = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count * count, 0);
  const covariance = hits * rows - right.reduce((sum, count, index) => sum + count * (predicted[index] ?? 0), 0);
  const spread = (rows * rows - squares(predicted)) * (rows * rows - squares(right));
  return spread === 0 ? 0 : covariance / Math.sqrt(spread);
}
