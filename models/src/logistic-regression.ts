/** Weights of a logistic regression, the intercept last. */
export type Logistic = readonly number[];

/** Ridge logistic regression by Newton's method (iteratively reweighted least squares): the baseline beside a network. */
export function fitLogistic(
  inputs: readonly (readonly number[])[],
  labels: readonly boolean[],
  ridge: number,
): Logistic {
  const width = (inputs[0]?.length ?? 0) + 1;
  let weights = Array.from({ length: width }, () => 0);
  for (let step = 0; step < 12; step += 1) {
    const gradient = weights.map((weight, i) => (i < width - 1 ? ridge * weight : 0));
    const hessian = weights.map((_, i) => weights.map((__, j) => (i === j ? ridge : 0)));
    inputs.forEach((input, index) => {
      const row = [...input, 1];
      const p = 1 / (1 + Math.exp(-logisticLogit(weights, input)));
      row.forEach((x, i) => {
        gradient[i] = (gradient[i] ?? 0) + (p - Number(labels[index])) * x;
        const line = hessian[i] ?? [];
        for (let j = 0; j <= i; j += 1) line[j] = (line[j] ?? 0) + p * (1 - p) * x * (row[j] ?? 0);
      });
    });
    const move = solve(hessian, gradient);
    weights = weights.map((weight, i) => weight - (move[i] ?? 0));
  }
  return weights;
}

/** The regression's logit of a row. */
export function logisticLogit(weights: Logistic, input: readonly number[]): number {
  return input.reduce((sum, x, index) => sum + x * (weights[index] ?? 0), weights[input.length] ?? 0);
}

/** Solves `matrix · x = right` for a symmetric positive definite matrix given by its lower half (Cholesky). */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const lower = matrix.map((row) => [...row]);
  const at = (i: number, j: number) => lower[i]?.[j] ?? 0;
  const dot = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < j; k += 1) sum += at(i, k) * at(j, k);
    return sum;
  };
  lower.forEach((row, i) => {
    for (let j = 0; j < i; j += 1) row[j] = (at(i, j) - dot(i, j)) / at(j, j);
    row[i] = Math.sqrt(at(i, i) - dot(i, i));
  });
  const x = [...right];
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < i; j += 1) x[i] = (x[i] ?? 0) - at(i, j) * (x[j] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    for (let j = i + 1; j < size; j += 1) x[i] = (x[i] ?? 0) - at(j, i) * (x[j] ?? 0);
    x[i] = (x[i] ?? 0) / at(i, i);
  }
  return x;
}
