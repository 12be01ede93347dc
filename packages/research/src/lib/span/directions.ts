import { normal } from "@sedge/clustering/random";

/** A direction of length 1, and the extent of its space along it. */
export interface Reach {
  readonly direction: Float64Array;
  readonly length: number;
}

/** The sum of two vectors' products. */
export function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

/** `count` drawn directions at right angles, at most `d`. */
export function drawnDirections(d: number, count: number, random: () => number): Float64Array[] {
  const found: Float64Array[] = [];
  while (found.length < Math.min(d, count)) {
    const drawn = Float64Array.from({ length: d }, () => normal(random));
    for (const other of found) {
      const along = dot(drawn, other);
      other.forEach((value, i) => (drawn[i]! -= along * value));
    }
    const length = Math.hypot(...drawn);
    found.push(drawn.map((value) => value / length));
  }
  return found;
}

const TURNS = 60;
const LEAST_LENGTH = 1e-12;

/** The directions at right angles that vectors reach along, the longest reach first (Hestenes' turns in pairs, 1958). */
export function reaches(vectors: readonly Float64Array[]): Reach[] {
  const turned = vectors.map((vector) => vector.slice());
  for (let turn = 0; turn < TURNS; turn++) {
    let largest = 0;
    for (let a = 0; a < turned.length; a++) {
      for (let b = a + 1; b < turned.length; b++) largest = Math.max(largest, atRightAngles(turned[a]!, turned[b]!));
    }
    if (largest < LEAST_LENGTH) break;
  }
  return turned
    .map((vector) => ({ vector, length: Math.hypot(...vector) }))
    .filter(({ length }) => length > LEAST_LENGTH)
    .toSorted((one, other) => other.length - one.length)
    .map(({ vector, length }) => ({ direction: vector.map((value) => value / length), length }));
}

/** Turns two vectors within their plane until they are at right angles; says how far they were from it. */
function atRightAngles(one: Float64Array, other: Float64Array): number {
  const [p, q, r] = [dot(one, one), dot(other, other), dot(one, other)];
  const off = Math.abs(r) / Math.sqrt(p * q + Number.MIN_VALUE);
  if (off < LEAST_LENGTH) return 0;
  const zeta = (q - p) / (2 * r);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  one.forEach((value, i) => {
    const next = other[i]!;
    one[i] = cosine * (value - tangent * next);
    other[i] = cosine * (tangent * value + next);
  });
  return off;
}
