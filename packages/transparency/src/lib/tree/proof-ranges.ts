import { nodeHash } from "./hash.ts";

/** Leaves from `start` up to but without `end`, as a proof names them: one hash each. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** A complete subtree: 2^`level` leaves from leaf `index` · 2^`level`. Its hash never changes as the log grows. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** Gives the hash of a complete subtree. */
export type NodeHash = (node: TreeNode) => Uint8Array;

/** Largest power of two below `size`, which is at least 2. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/**
 * The hashes of the inclusion proof of leaf `index` in the first `size` leaves, from the leaf's neighbour upwards: PATH
 * of RFC 6962 section 2.1.1.
 *
 * @throws RangeError for an index that is not in the tree.
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RangeError("the leaf is not in the tree");
  }
  const found: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      found.push({ start: middle, end });
      end = middle;
    } else {
      found.push({ start, end: middle });
      start = middle;
    }
  }
  return found.toReversed();
}

/**
 * The hashes of the proof that the tree of `from` leaves is the beginning of the tree of `to`: PROOF of RFC 6962 section
 * 2.1.2. Empty for equal sizes, and from 0: every tree begins with the empty one.
 *
 * @throws RangeError for a tree that is not as large as the one it is to begin with.
 */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  if (!Number.isSafeInteger(to) || !Number.isSafeInteger(from) || from < 0 || from > to) {
    throw new RangeError("the tree is smaller than its beginning");
  }
  if (from === 0) return [];
  const found: LeafRange[] = [];
  let [start, end, isOldRoot] = [0, to, true];
  while (end !== from) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      found.push({ start: middle, end });
      end = middle;
    } else {
      found.push({ start, end: middle });
      start = middle;
      isOldRoot = false;
    }
  }
  // The reader has the old root; of any other subtree that ends where the old tree does, it needs the hash.
  if (!isOldRoot) found.push({ start, end });
  return found.toReversed();
}

/** The complete subtrees whose hashes make the hash of a proof's range, from left to right. */
export function nodesOfRange({ start, end }: LeafRange): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = start; at < end;) {
    let [level, width] = [0, 1];
    while (at % (width * 2) === 0 && at + width * 2 <= end) [level, width] = [level + 1, width * 2];
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** Hash of a proof's range: its subtrees, joined from the smallest. */
export function rangeHash(range: LeafRange, hashOf: NodeHash): Uint8Array {
  const hashes = nodesOfRange(range).map(hashOf);
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}
