/**
 * Mean of the classes' F1, 0 to 1: twice the hits, through the rows that are the class plus those said to be it. Classes
 * that are neither right nor said in any row are left out, as scikit-learn does; NaN if that leaves none.
 *
 * `truth` and `said` hold, row by row, any number of classes below `classes`.
 */
export function macroF1(
  truth: readonly (readonly number[])[],
  said: readonly (readonly number[])[],
  classes: number,
): number {
  const hits = new Float64Array(classes);
  const both = new Float64Array(classes);
  const count = (into: Float64Array, index: number) => (into[index] = (into[index] ?? 0) + 1);
  truth.forEach((right, row) => {
    const answers = said[row] ?? [];
    for (const index of right) {
      count(both, index);
      if (answers.includes(index)) count(hits, index);
    }
    for (const index of answers) count(both, index);
  });
  const scores = [...both].flatMap((sum, index) => (sum > 0 ? [(2 * (hits[index] ?? 0)) / sum] : []));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
