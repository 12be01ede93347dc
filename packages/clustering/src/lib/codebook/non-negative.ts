/**
 * The counts nearest to noisy ones that are not negative and add up to `total`: the same is taken from each, and what would
 * go below 0 is 0 ("norm-sub" of Wang and others, NDSS 2020, and the likeliest counts under Gaussian noise).
 */
export function nonNegative(counts: ArrayLike<number>, total: number): number[] {
  const values = Array.from(counts);
  const falling = values.toSorted((a, b) => b - a);
  let sum = 0;
  let taken = 0;
  for (const [index, value] of falling.entries()) {
    sum += value;
    const cut = (sum - total) / (index + 1);
    if (value - cut > 0) taken = cut;
    else break;
  }
  return values.map((value) => Math.max(0, value - taken));
}
