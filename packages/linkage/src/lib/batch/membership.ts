import type { Linkage } from "./linkage-options.ts";

function chance(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}

/**
 * By record: the confidence that it is in the right profile. With other records: the probability that its best evidence
 * there is right and its best evidence elsewhere is wrong. Alone: the probability that its best evidence elsewhere is
 * wrong.
 */
export function memberships(records: number, profiles: Int32Array, { a, b, weight }: Linkage["edges"]): Float32Array {
  const inside = new Float32Array(records).fill(-Infinity);
  const outside = new Float32Array(records).fill(-Infinity);
  for (let edge = 0; edge < a.length; edge++) {
    const [one, two] = [a[edge] ?? 0, b[edge] ?? 0];
    const best = profiles[one] === profiles[two] ? inside : outside;
    const bits = weight[edge] ?? 0;
    best[one] = Math.max(best[one] ?? bits, bits);
    best[two] = Math.max(best[two] ?? bits, bits);
  }
  // Of n records no confidence is learned over that of n successes in n trials (Laplace's rule of succession).
  const most = (records + 1) / (records + 2);
  return inside.map((bits, record) => {
    const rival = outside[record] ?? -Infinity;
    // A rival is weighed against the profile's own evidence: where both are good, it is the better one that counts.
    const found = bits === -Infinity ? 1 - chance(rival) : chance(bits) * (1 - chance(Math.min(rival, rival - bits)));
    return Math.min(most, found);
  });
}
