/** How often each pair of labels meets, and each label alone. */
function contingency(a: readonly string[], b: readonly string[]) {
  const pairs = new Map<string, number>();
  const [left, right] = [new Map<string, number>(), new Map<string, number>()];
  a.forEach((x, index) => {
    const y = b[index] ?? "";
    pairs.set(`${x}\n${y}`, (pairs.get(`${x}\n${y}`) ?? 0) + 1);
    left.set(x, (left.get(x) ?? 0) + 1);
    right.set(y, (right.get(y) ?? 0) + 1);
  });
  return { pairs, left, right };
}

/** Mutual information of two labellings of the same things, in bits. */
export function mutualInformation(a: readonly string[], b: readonly string[]): number {
  const { pairs, left, right } = contingency(a, b);
  let bits = 0;
  for (const [pair, count] of pairs) {
    const [x = "", y = ""] = pair.split("\n");
    bits += (count / a.length) * Math.log2((count * a.length) / ((left.get(x) ?? 0) * (right.get(y) ?? 0)));
  }
  return bits;
}

/** Adjusted Rand index of two labellings: 1 the same partition, 0 as chance would have it (Hubert and Arabie 1985). */
export function adjustedRand(a: readonly string[], b: readonly string[]): number {
  const { pairs, left, right } = contingency(a, b);
  const choose2 = (counts: Iterable<number>) => [...counts].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const [together, inLeft, inRight] = [choose2(pairs.values()), choose2(left.values()), choose2(right.values())];
  const expected = (inLeft * inRight) / ((a.length * (a.length - 1)) / 2);
  const most = (inLeft + inRight) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/** Half the sum of differences between two labellings' shares: 0 the same spread, 1 nothing in common. */
export function spreadDistance(a: readonly string[], b: readonly string[]): number {
  const share = (labels: readonly string[], label: string) => labels.filter((x) => x === label).length / labels.length;
  return [...new Set([...a, ...b])].reduce((sum, label) => sum + Math.abs(share(a, label) - share(b, label)), 0) / 2;
}
