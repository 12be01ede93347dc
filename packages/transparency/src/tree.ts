export { appendLeaf, EMPTY_FRONTIER, type Frontier, frontierRoot } from "./lib/tree/frontier.ts";
export { bytesEqual, EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from "./lib/tree/hash.ts";
export { HashTree } from "./lib/tree/hash-tree.ts";
export {
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
  type NodeHash,
  nodesOfRange,
  rangeHash,
  type TreeNode,
} from "./lib/tree/proof-ranges.ts";
export { isConsistent, isIncluded } from "./lib/tree/verify-proof.ts";
export { sharedProof } from "./lib/tree/shared-proof.ts";
