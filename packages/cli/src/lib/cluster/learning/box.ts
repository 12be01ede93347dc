/** Where points may lie; public. What is outside is told as if it lay on the edge. */
export interface Box {
  /** Least value of each feature. */
  readonly lower: readonly number[];
  /** Greatest value of each feature. */
  readonly upper: readonly number[];
}

/** The middle of a box. */
export function middleOf({ lower, upper }: Box): Float64Array {
  return Float64Array.from(lower, (low, i) => (low + upper[i]!) / 2);
}

/** Distance of a box's corners from its middle. */
export function halfDiagonalOf({ lower, upper }: Box): number {
  return Math.hypot(...lower.map((low, i) => (upper[i]! - low) / 2));
}

/** The point of a box that is nearest, written over the point. */
export function intoBox({ lower, upper }: Box, coordinates: Float64Array, from = 0): void {
  for (let i = 0; i < lower.length; i++) {
    coordinates[from + i] = Math.min(upper[i]!, Math.max(lower[i]!, coordinates[from + i]!));
  }
}
