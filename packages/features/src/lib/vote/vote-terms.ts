import type { MeasurementTerms } from "@sedge/protocol";

/** Share of a vote's squared length that goes to the offset itself; the rest goes to the squares or products. */
const OFFSET_SHARES: Readonly<Record<MeasurementTerms, number>> = { count: 0, offset: 1, spread: 0.8, moments: 0.5 };

/** Factors of the offset and of its squares in a vote. An offset of length 1 makes a vote of length 1. */
export function termFactors(terms: MeasurementTerms): { readonly offset: number; readonly square: number } {
  const share = OFFSET_SHARES[terms];
  return { offset: Math.sqrt(share), square: Math.sqrt(1 - share) };
}

/**
 * Writes the coordinates of a vote with offset `o` (at most length 1, its coordinates the first of `offsets`) over `offsets`, as real
 * numbers of length at most 1. Products of two different coordinates weigh √2, so that the products together have the
 * length of the squared offset.
 */
export function writeTerms(terms: MeasurementTerms, d: number, offsets: Float64Array): void {
  const { offset, square } = termFactors(terms);
  if (terms === "spread") {
    let length = 0;
    for (let i = 0; i < d; i++) length += offsets[i]! * offsets[i]!;
    offsets[d] = square * length;
  } else if (terms === "moments") {
    let at = d;
    for (let i = 0; i < d; i++) {
      for (let j = i; j < d; j++) offsets[at++] = square * offsets[i]! * offsets[j]! * (i === j ? 1 : Math.SQRT2);
    }
  }
  for (let i = 0; i < d; i++) offsets[i] = offsets[i]! * offset;
}
