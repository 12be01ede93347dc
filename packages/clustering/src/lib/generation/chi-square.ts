import { exp, ln } from "../arithmetic/portable.ts";

/** ln Γ(x) for x above 0 (Lanczos' approximation, g = 7, nine terms; Godfrey's coefficients). */
function logGamma(x: number): number {
  const [first = 0, ...rest] = LANCZOS;
  const t = x + 6.5;
  const series = rest.reduce((sum, coefficient, index) => sum + coefficient / (x + index), first);
  return 0.5 * ln(2 * Math.PI) + (x - 0.5) * ln(t) - t + ln(series);
}

const LANCZOS = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6,
  1.505_632_735_149_311_6e-7,
];

/**
 * Chance that a chi-square variable of so many degrees of freedom is at least `statistic`: the regularised upper incomplete
 * gamma function Q(degrees / 2, statistic / 2), by its series below the mean and its continued fraction above.
 */
export function chiSquareTail(statistic: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError("degrees of freedom are above 0");
  if (!(statistic > 0)) return 1;
  const [a, x] = [degrees / 2, statistic / 2];
  const scale = exp(a * ln(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000 && term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - sum * scale);
  }
  // Evaluated from its far end, which for x above a has long settled after so many terms.
  let fraction = 0;
  for (let n = 500; n >= 1; n--) fraction = (n * (a - n)) / (x + 2 * n + 1 - a + fraction);
  return Math.min(1, scale / (x + 1 - a + fraction));
}
