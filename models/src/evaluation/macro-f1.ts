/**
 * Mean of the classes' F1, 0 to 1: twice the hits, divided by the rows of the class plus those predicted as it. Classes
 * that are neither actual nor predicted in any row are left out, as in scikit-learn; NaN if that leaves none.
 *
 * `truth` and `predicted` contain, row by row, any number of classes below `classes`.
 */
export function macroF1(
  truth: readonly (readonly number[])[],
  predicted: readonly (readonly number[])[],
  classes: number,
): number {
  const hits = new Float64Array(classes);
  const both = new Float64Array(classes);
  const count = (into: Float64Array, index: number) => (into[index] = (into[index] ?? 0) + 1);
  truth.forEach((right, row) => {
    const answers = predicted[row] ?? [];
    for (const index of right) {
      count(both, index);
      if (answers.includes(index)) count(hits, index);
    }
    for (const index of answers) count(both, index);
  });
  const scores = [...both].flatMap((sum, index) => (sum > 0 ? [(2 * (hits[index] ?? 0)) / sum] : []));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
