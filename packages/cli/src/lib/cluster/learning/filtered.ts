/** A value as it is known, and the variance that it is known with. */
export interface Known {
  readonly value: number;
  readonly variance: number;
}

/** A value that was known with one variance and was now seen with another: each counts by the inverse of its variance. */
export function filtered(before: number, variance: number, seen: number, seenVariance: number): Known {
  const gain = variance / (variance + seenVariance);
  return { value: before + gain * (seen - before), variance: variance * (1 - gain) };
}
