/** Share of people with a unique sequence, 0 to 1. Throws RangeError without people. */
export function uniqueShare(sequences: readonly (readonly string[])[]): number {
  if (sequences.length === 0) throw new RangeError("there are no sequences");
  const counts = new Map<string, number>();
  for (const sequence of sequences) {
    const key = sequence.join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()].filter((count) => count === 1).length / sequences.length;
}
