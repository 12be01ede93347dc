/**
 * Longest vote, in steps: both operators check that the squares of a vote's coordinates sum to at most 4^(bits - 1) - 1, which
 * also keeps each coordinate within its bits.
 */
export function voteNorm(bits: number): number {
  return Math.sqrt((1 << (2 * (bits - 1))) - 1);
}
