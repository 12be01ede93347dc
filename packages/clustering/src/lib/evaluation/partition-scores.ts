/** How many points have each pair of labels, and each label. */
interface Contingency {
  readonly pairs: ReadonlyMap<number, ReadonlyMap<number, number>>;
  readonly found: ReadonlyMap<number, number>;
  readonly truth: ReadonlyMap<number, number>;
}

function contingency(found: ArrayLike<number>, truth: ArrayLike<number>): Contingency {
  if (found.length !== truth.length) throw new RangeError("labels and truths differ in length");
  const pairs = new Map<number, Map<number, number>>();
  const ofFound = new Map<number, number>();
  const ofTruth = new Map<number, number>();
  const countUp = (counts: Map<number, number>, key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let p = 0; p < found.length; p++) {
    const row = pairs.get(found[p]!) ?? new Map<number, number>();
    pairs.set(found[p]!, row);
    countUp(row, truth[p]!);
    countUp(ofFound, found[p]!);
    countUp(ofTruth, truth[p]!);
  }
  return { pairs, found: ofFound, truth: ofTruth };
}

const pairsOf = (count: number) => (count * (count - 1)) / 2;
const sumOf = (values: Iterable<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

/**
 * Adjusted Rand index of two groupings (Hubert and Arabie 1985): 1 where they are the same, 0 on average where one is random. 1
 * where both put everything into one group. Throws RangeError for lists of different lengths.
 */
export function adjustedRandIndex(found: ArrayLike<number>, truth: ArrayLike<number>): number {
  const table = contingency(found, truth);
  const together = sumOf(Array.from(table.pairs.values(), (row) => sumOf(Array.from(row.values(), pairsOf))));
  const inFound = sumOf(Array.from(table.found.values(), pairsOf));
  const inTruth = sumOf(Array.from(table.truth.values(), pairsOf));
  const expected = (inFound * inTruth) / Math.max(1, pairsOf(found.length));
  const most = (inFound + inTruth) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/** Share of the points whose truth is the commonest one of their group. Throws RangeError as above. */
export function majorityAccuracy(found: ArrayLike<number>, truth: ArrayLike<number>): number {
  const { pairs } = contingency(found, truth);
  return sumOf(Array.from(pairs.values(), (row) => Math.max(...row.values()))) / found.length;
}
