/** An estimate with its variance. */
export interface Known {
  readonly value: number;
  readonly variance: number;
}

/** Combines an estimate with a measurement, each weighted by the inverse of its variance. */
export function filtered(before: number, variance: number, seen: number, seenVariance: number): Known {
  const gain = variance / (variance + seenVariance);
  return { value: before + gain * (seen - before), variance: variance * (1 - gain) };
}
