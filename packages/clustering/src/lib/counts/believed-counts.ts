/**
 * Counts that are nowhere below 0 and sum to the people, as near as such can be to noisy ones: what is over is taken off all alike,
 * so that cells with nothing but noise become empty ("norm-sub" of Wang and others, NDSS 2020, and the likeliest counts under Gaussian
 * noise).
 */
export function believedCounts(counts: ArrayLike<number>, people: number): Float64Array {
  const sorted = Float64Array.from(counts).toSorted();
  let sum = 0;
  let shift = 0;
  for (let rank = 1; rank <= sorted.length; rank++) {
    const count = sorted[sorted.length - rank]!;
    sum += count;
    const candidate = (sum - people) / rank;
    if (count <= candidate) break;
    shift = candidate;
  }
  return Float64Array.from(counts, (count) => Math.max(0, count - shift));
}
