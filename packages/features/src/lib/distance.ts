/** Squared Euclidean distance of two points of one length. */
export function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, index) => sum + (x - (b[index] ?? 0)) ** 2, 0);
}

/** The candidate whose centroid is nearest to the point, the first of equals; undefined without candidates. */
export function nearest<Candidate extends { readonly centroid: readonly number[] }>(
  candidates: readonly Candidate[],
  point: readonly number[],
): Candidate | undefined {
  let best: Candidate | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const distance = squaredDistance(candidate.centroid, point);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}
