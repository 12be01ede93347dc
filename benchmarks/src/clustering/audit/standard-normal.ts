/** The probability that a standard normal variable exceeds `x`: a series near the mean, a continued fraction in the tails. */
export function upperTail(x: number): number {
  if (x < 0) return 1 - upperTail(-x);
  const density = Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
  if (x > 3) {
    let fraction = x;
    for (let term = 100; term > 0; term -= 1) fraction = x + term / fraction;
    return density / fraction;
  }
  let term = x;
  let series = x;
  for (let odd = 3; odd < 100; odd += 2) {
    term *= x ** 2 / odd;
    series += term;
  }
  return 0.5 - density * series;
}

/** The value that a standard normal variable exceeds with this probability, by bisection. */
export function upperQuantile(chance: number): number {
  if (!(chance > 0 && chance < 1)) throw new RangeError("a probability must be between 0 and 1");
  let [low, high] = [-40, 40];
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
