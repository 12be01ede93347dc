/** Least and most temperature of a manifest. */
const [COLDEST, HOTTEST] = [0.05, 20];

/** Mean negative log-likelihood of the labels under `softmax(logits / temperature)`, in nats. */
export function softmaxLoss(
  logits: readonly ArrayLike<number>[],
  labels: readonly number[],
  temperature: number,
): number {
  const sum = logits.reduce((sum, row, index) => {
    let [top, total] = [Number.NEGATIVE_INFINITY, 0];
    for (let unit = 0; unit < row.length; unit += 1) top = Math.max(top, row[unit] ?? 0);
    for (let unit = 0; unit < row.length; unit += 1) total += Math.exp(((row[unit] ?? 0) - top) / temperature);
    return sum + Math.log(total) - ((row[labels[index] ?? 0] ?? 0) - top) / temperature;
  }, 0);
  return sum / logits.length;
}

/** How many rows' worth of loss a temperature e times too high or low costs: a handful of rows must not make it certain. */
const PRIOR_ROWS = 2;

/**
 * The temperature under which the labels are most likely (Guo et al. 2017), held near 1 where rows are few, by
 * golden-section search over its logarithm. `labels`: the right class's place in each row.
 */
export function temperatureOf(logits: readonly ArrayLike<number>[], labels: readonly number[]): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(COLDEST), Math.log(HOTTEST)];
  const lossAt = (log: number) => softmaxLoss(logits, labels, Math.exp(log)) + (PRIOR_ROWS * log * log) / logits.length;
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [leftLoss, rightLoss] = [lossAt(left), lossAt(right)];
  for (let step = 0; step < 30; step += 1) {
    if (leftLoss < rightLoss) {
      [high, right, rightLoss] = [right, left, leftLoss];
      left = high - golden * (high - low);
      leftLoss = lossAt(left);
    } else {
      [low, left, leftLoss] = [left, right, rightLoss];
      right = low + golden * (high - low);
      rightLoss = lossAt(right);
    }
  }
  return Math.exp((low + high) / 2);
}
