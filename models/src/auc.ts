/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half (Mann and Whitney).
 * NaN where either class is empty.
 */
export function auc(scores: readonly number[], labels: readonly boolean[]): number {
  const order = scores.map((score, index) => ({ score, label: labels[index] ?? false }));
  order.sort((a, b) => a.score - b.score);
  let rankSum = 0;
  let positives = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && order[end]?.score === order[start]?.score) end += 1;
    const rank = (start + 1 + end) / 2;
    const among = order.slice(start, end).filter(({ label }) => label).length;
    rankSum += among * rank;
    positives += among;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
}
