/** Steps of golden-section search: each shrinks the interval to .618 of its length, 200 of them to under a double's grain. */
const SEARCH_STEPS = 200;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

function checkDelta(delta: number): void {
  if (!(delta > 0 && delta < 1)) throw new RangeError("delta lies between 0 and 1");
}

/** The ε that Rényi order `1 + excess` alone gives for ρ and δ. */
function epsilonAtOrder(rho: number, delta: number, excess: number): number {
  const order = 1 + excess;
  // (1 - 1/α)^α / (α - 1) in logarithms; log1p keeps its digits at large orders.
  return order * rho + (-Math.log(delta) - Math.log(order)) / excess + Math.log1p(-1 / order);
}

/**
 * The ε that ρ-zero-concentrated differential privacy amounts to at δ: the tight conversion of Canonne, Kamath and
 * Steinke, "The Discrete Gaussian for Differential Privacy" (2020), Proposition 12 and Lemma 13, minimised over the
 * Rényi order. Never more than the well-known ρ + 2√(ρ ln(1/δ)).
 *
 * @param rho - Privacy loss as zCDP, 0 or more.
 * @param delta - Between 0 and 1: the chance that ε may be exceeded.
 * @returns ε, 0 or more, never below the true one by more than rounding.
 * @throws RangeError outside those ranges.
 */
export function epsilonOf(rho: number, delta: number): number {
  checkDelta(delta);
  if (!(rho >= 0)) throw new RangeError("rho is 0 or more");
  if (rho === 0) return 0;
  if (rho === Infinity) return Infinity;
  // The orders at which ε stays below a bound are an interval, so there is one valley, here searched on a log scale.
  // The best order is near 1 + √(ln(1/δ)/ρ).
  const middle = Math.log(Math.sqrt(-Math.log(delta) / rho));
  let low = middle - 20;
  let high = middle + 20;
  const at = (logExcess: number) => epsilonAtOrder(rho, delta, Math.exp(logExcess));
  for (let step = 0; step < SEARCH_STEPS; step += 1) {
    const span = GOLDEN * (high - low);
    if (at(high - span) <= at(low + span)) high = low + span;
    else low = high - span;
  }
  return Math.max(0, at((low + high) / 2));
}

/**
 * The ε of a person who votes with several devices in what costs one device `rho`: where no account links them, each votes, and
 * the person changes the sum by as many votes. Zero-concentrated differential privacy of a group grows with its square (Bun and
 * Steinke 2016, proposition 1.9).
 *
 * @param devices - A whole number, 1 or more.
 * @throws RangeError as {@link epsilonOf} does, and for another number of devices.
 * @example epsilonOfDevices(rhoOf(1, 1e-6), 1e-6, 2) // 2.1
 */
export function epsilonOfDevices(rho: number, delta: number, devices: number): number {
  if (!Number.isSafeInteger(devices) || devices < 1) throw new RangeError("devices is a whole number, 1 or more");
  return epsilonOf(rho * devices ** 2, delta);
}

/**
 * The most ρ that may be spent so that `epsilonOf(rho, delta) <= epsilon`.
 *
 * @param epsilon - More than 0.
 * @param delta - Between 0 and 1.
 * @throws RangeError outside those ranges.
 */
export function rhoOf(epsilon: number, delta: number): number {
  checkDelta(delta);
  if (!(epsilon > 0 && epsilon < Infinity)) throw new RangeError("epsilon is more than 0");
  let low = 0;
  let high = 1;
  while (epsilonOf(high, delta) <= epsilon) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    if (epsilonOf(middle, delta) <= epsilon) low = middle;
    else high = middle;
  }
}
