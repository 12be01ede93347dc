import { EMPTY_ROOT, nodeHash } from "./hash.ts";

/**
 * What an append needs of a tree: the roots of its complete subtrees, largest first, one for each 1 in the binary
 * `size`. 17 hashes at most for 100,000 leaves. The `compact range` of other implementations, from leaf 0.
 */
export interface Frontier {
  /** Leaves, up to 2^53 - 1. */
  readonly size: number;
  readonly subtrees: readonly Uint8Array[];
}

/** The tree without leaves. */
export const EMPTY_FRONTIER: Frontier = { size: 0, subtrees: [] };

/** The tree with one more leaf, whose hash this is. */
export function appendLeaf(tree: Frontier, leaf: Uint8Array): Frontier {
  const subtrees = [...tree.subtrees];
  let joined = leaf;
  for (let rest = tree.size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = subtrees.pop();
    if (!left) throw new RangeError("the frontier has fewer subtrees than its size");
    joined = nodeHash(left, joined);
  }
  return { size: tree.size + 1, subtrees: [...subtrees, joined] };
}

/** Root of the tree (RFC 6962 section 2.1): the subtrees, joined from the smallest. */
export function frontierRoot({ subtrees }: Frontier): Uint8Array {
  return (
    subtrees.reduceRight<Uint8Array | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ??
    EMPTY_ROOT
  );
}
