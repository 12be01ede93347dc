import type { MeasurementTerms } from "@sedge/protocol";

/** Share of a vote's squared length that goes to the offset itself; the rest tells the squares or products. */
const OFFSET_SHARES: Readonly<Record<MeasurementTerms, number>> = { count: 0, offset: 1, spread: 0.8, moments: 0.5 };

/** Factors of the offset and of its squares in a vote. An offset of length 1 makes a vote of length 1. */
export function termFactors(terms: MeasurementTerms): { readonly offset: number; readonly square: number } {
  const share = OFFSET_SHARES[terms];
  return { offset: Math.sqrt(share), square: Math.sqrt(1 - share) };
}

/**
 * Writes what a vote tells of an offset `o` (at most length 1, its coordinates the first of `told`) over `told`, as real
 * numbers of length at most 1. Products of two different coordinates weigh √2, so that the products together have the
 * length of the squared offset.
 */
export function tellTerms(terms: MeasurementTerms, d: number, told: Float64Array): void {
  const { offset, square } = termFactors(terms);
  if (terms === "spread") {
    let length = 0;
    for (let i = 0; i < d; i++) length += told[i]! ** 2;
    told[d] = square * length;
  } else if (terms === "moments") {
    let at = d;
    for (let i = 0; i < d; i++) {
      for (let j = i; j < d; j++) told[at++] = square * told[i]! * told[j]! * (i === j ? 1 : Math.SQRT2);
    }
  }
  for (let i = 0; i < d; i++) told[i] = told[i]! * offset;
}
