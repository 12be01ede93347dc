/** Softmax of each row of scores, row-major. */
export function softmaxRows(scores: ArrayLike<number>, classes: number): Float64Array {
  const shares = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += classes) {
    let highest = -Infinity;
    for (let at = start; at < start + classes; at += 1) highest = Math.max(highest, scores[at] ?? 0);
    let sum = 0;
    for (let at = start; at < start + classes; at += 1) sum += shares[at] = Math.exp((scores[at] ?? 0) - highest);
    for (let at = start; at < start + classes; at += 1) shares[at] = (shares[at] ?? 0) / sum;
  }
  return shares;
}

/** Mean negative log of the probability that the softmax of `scores` gives each row's class. */
export function logLoss(scores: ArrayLike<number>, labels: Int32Array, classes: number): number {
  const shares = softmaxRows(scores, classes);
  return (
    labels.reduce((sum, label, row) => sum - Math.log(Math.max(shares[row * classes + label] ?? 0, 1e-12)), 0) /
    labels.length
  );
}
