import { EMPTY_ROOT, leafHash, nodeHash } from "./hash.ts";
import { consistencyRanges, inclusionRanges, type LeafRange, rangeHash, type TreeNode } from "./proof-ranges.ts";

/** A whole tree in memory: 64 bytes a leaf and JavaScript's own cost. What grows on disk uses tiles instead. */
export class HashTree {
  /** Hashes of complete subtrees, by level, then index. */
  readonly #levels: Uint8Array[][] = [[]];

  /** Leaves so far. */
  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  /** Adds an entry, and gives its index. */
  append(entry: Uint8Array): number {
    return this.appendHash(leafHash(entry));
  }

  /** Adds an entry whose leaf hash is known, and gives its index. */
  appendHash(leaf: Uint8Array): number {
    let hash = leaf;
    for (let level = 0; ; level++) {
      const hashes = (this.#levels[level] ??= []);
      hashes.push(hash);
      const left = hashes.at(-2);
      if (hashes.length % 2 === 1 || !left) return this.size - 1;
      hash = nodeHash(left, hash);
    }
  }

  /** Hash of a complete subtree. */
  node({ level, index }: TreeNode): Uint8Array {
    const hash = this.#levels[level]?.[index];
    if (!hash) throw new RangeError("the tree has no such complete subtree");
    return hash;
  }

  /** Root of the first `size` leaves. */
  root(size = this.size): Uint8Array {
    return size === 0 ? EMPTY_ROOT : rangeHash({ start: 0, end: size }, (node) => this.node(node));
  }

  /** Proof that leaf `index` is in the tree of the first `size` leaves. */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    return this.hashes(inclusionRanges(index, size));
  }

  /** Proof that the tree of the first `to` leaves begins with that of the first `from`. */
  consistencyProof(from: number, to = this.size): Uint8Array[] {
    return this.hashes(consistencyRanges(from, to));
  }

  /** The hashes of a proof's ranges. */
  hashes(ranges: readonly LeafRange[]): Uint8Array[] {
    return ranges.map((range) => rangeHash(range, (node) => this.node(node)));
  }
}
