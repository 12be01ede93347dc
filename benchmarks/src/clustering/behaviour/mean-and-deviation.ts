/** The mean and the sample standard deviation of values; the deviation of one value is 0. */
export function meanAndDeviation(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** Such as `0.812 ± 0.014`. */
export function plusMinus(
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
  digits: number,
): string {
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}
