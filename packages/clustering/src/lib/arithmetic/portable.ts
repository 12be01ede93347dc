/**
 * Arithmetic that gives the same bits in every engine. IEEE 754 fixes `+ - * /` and the square root to the last bit; ECMAScript leaves
 * `exp`, `log`, `hypot`, powers and all of trigonometry to the engine. What a generation is made with must be repeatable anywhere, so
 * it uses these instead.
 */

/** x². */
export function square(x: number): number {
  return x * x;
}

/** xⁿ for a whole n of 0 or more. */
export function wholePower(x: number, n: number): number {
  let result = 1;
  for (let i = 0; i < n; i++) result *= x;
  return result;
}

/** Euclidean length. Coordinates of features neither overflow nor underflow when squared. */
export function lengthOf(vector: readonly number[]): number {
  let sum = 0;
  for (const x of vector) sum += x * x;
  return Math.sqrt(sum);
}

/** ln 2 in two parts (fdlibm): multiples of the first up to 2^10 are exact. */
const LN2_HIGH = 6.931_471_803_691_238_164_9e-1;
const LN2_LOW = 1.908_214_929_270_587_700_02e-10;

/** e^x, within two units of the last place: by powers of two and Taylor's series, whose rest is below 1e-17 here. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782_712_893_384) return Infinity;
  if (x < -745.2) return 0;
  const twos = Math.round(x / LN2_HIGH);
  const rest = x - twos * LN2_HIGH - twos * LN2_LOW;
  let sum = 1;
  for (let n = 16; n >= 1; n--) sum = 1 + (sum * rest) / n;
  return timesPowerOfTwo(sum, twos);
}

/** ln x for x ≥ 0, within two units of the last place: by powers of two and the series of the inverse hyperbolic tangent. */
export function ln(x: number): number {
  if (Number.isNaN(x) || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
  let [mantissa, twos] = [x, 0];
  while (mantissa > Math.SQRT2) [mantissa, twos] = [mantissa / 2, twos + 1];
  while (mantissa < Math.SQRT1_2) [mantissa, twos] = [mantissa * 2, twos - 1];
  const s = (mantissa - 1) / (mantissa + 1);
  const squared = s * s;
  let series = 0;
  for (let n = 23; n >= 1; n -= 2) series = series * squared + 1 / n;
  return twos * LN2_HIGH + (2 * s * series + twos * LN2_LOW);
}

/** Halving and doubling are exact but at the ends of the range. */
function timesPowerOfTwo(x: number, twos: number): number {
  let result = x;
  for (let i = twos; i > 0; i--) result *= 2;
  for (let i = twos; i < 0; i++) result /= 2;
  return result;
}
