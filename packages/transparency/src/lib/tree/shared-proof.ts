import { consistencyRanges, type LeafRange } from "./proof-ranges.ts";

/** Most hashes of a shared proof, unless its first size alone needs more. */
const MAX_HASHES = 32;

const nameOf = ({ start, end }: LeafRange) => `${start}-${end}`;

/** Which hashes prove several consistencies at once, and how many of them fit. */
interface SharedProof {
  /** How many of the sizes are proven, from the first. */
  readonly proven: number;
  readonly ranges: readonly LeafRange[];
}

/**
 * The hashes that prove that the tree of `to` leaves begins with each of several smaller ones. Such proofs have most hashes in common, and
 * each is there once. As many sizes are proven, in their order, as fit into 32 hashes. This follows from the sizes alone, so
 * nobody can leave out more.
 *
 * @throws RangeError for a size above `to`.
 */
export function sharedProof(sizes: readonly number[], to: number): SharedProof {
  const ranges = new Map<string, LeafRange>();
  let proven = 0;
  for (const size of sizes) {
    const more = consistencyRanges(size, to).filter((range) => !ranges.has(nameOf(range)));
    if (proven > 0 && ranges.size + more.length > MAX_HASHES) break;
    for (const range of more) ranges.set(nameOf(range), range);
    proven++;
  }
  return { proven, ranges: [...ranges.values()] };
}

/**
 * The consistency proof from the last of `sizes`, out of a shared one of these sizes or more; undefined where that one has it not, because it did
 * not fit. With hashes missing, the proof is short, and so proves nothing.
 */
export function partOfSharedProof(
  sizes: readonly number[],
  to: number,
  hashes: readonly Uint8Array[],
): Uint8Array[] | undefined {
  const { proven, ranges } = sharedProof(sizes, to);
  if (proven < sizes.length) return undefined;
  const known = new Map(ranges.map((range, at) => [nameOf(range), hashes[at]]));
  const proof = consistencyRanges(sizes.at(-1) ?? to, to).map((range) => known.get(nameOf(range)));
  return proof.filter((hash) => hash !== undefined);
}
