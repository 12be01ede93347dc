/** The public bounds of the points. A point outside counts as if it were on the boundary. */
export interface Box {
  /** Least value of each feature. */
  readonly lower: readonly number[];
  /** Greatest value of each feature. */
  readonly upper: readonly number[];
}

/** The centre of a box. */
export function middleOf({ lower, upper }: Box): Float64Array {
  return Float64Array.from(lower, (low, i) => (low + upper[i]!) / 2);
}

/** Distance from a box's centre to its corners. */
export function halfDiagonalOf({ lower, upper }: Box): number {
  return Math.hypot(...lower.map((low, i) => (upper[i]! - low) / 2));
}

/** Moves a point to the nearest point of a box, in place. */
export function intoBox({ lower, upper }: Box, coordinates: Float64Array, from = 0): void {
  for (let i = 0; i < lower.length; i++) {
    coordinates[from + i] = Math.min(upper[i]!, Math.max(lower[i]!, coordinates[from + i]!));
  }
}
