/**
 * Average precision, 0 to 1: the mean, over the positives, of the precision at the positive's rank, with equal scores at
 * one rank. The area under the steps of the precision-recall curve, without interpolation. NaN without a positive.
 */
export function averagePrecision(scores: readonly number[], labels: readonly boolean[]): number {
  const order = scores.map((score, index) => ({ score, label: labels[index] ?? false }));
  order.sort((a, b) => b.score - a.score);
  let [found, sum] = [0, 0];
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && order[end]?.score === order[start]?.score) end += 1;
    const among = order.slice(start, end).filter(({ label }) => label).length;
    found += among;
    sum += (among * found) / end;
    start = end;
  }
  return sum / found;
}
