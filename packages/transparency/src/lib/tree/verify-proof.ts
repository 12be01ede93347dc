import { bytesEqual, EMPTY_ROOT, nodeHash } from "./hash.ts";

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * Whether `proof` shows that the leaf with this hash is at `index` in the tree of `size` leaves with this root (RFC 9162
 * section 2.1.3.2). A proof with a hash too many or too few shows nothing.
 */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && bytesEqual(hash, root);
}

/**
 * Whether `proof` shows that the tree of `to` leaves begins with the tree of `from` leaves (RFC 9162 section 2.1.4.2).
 * Between equal sizes, and from the empty tree, the proof is empty.
 */
export function isConsistent(
  from: number,
  to: number,
  proof: readonly Uint8Array[],
  fromRoot: Uint8Array,
  toRoot: Uint8Array,
): boolean {
  if (!isSize(from) || !isSize(to) || from > to) return false;
  if (from === to) return proof.length === 0 && bytesEqual(fromRoot, toRoot);
  if (from === 0) return proof.length === 0 && bytesEqual(fromRoot, EMPTY_ROOT);
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  // An old tree that is one complete subtree of the new one: its root is known, and is not in the proof.
  const [first, ...siblings] = at === 0 ? [fromRoot, ...proof] : proof;
  if (!first) return false;
  let [oldHash, newHash] = [first, first];
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [oldHash, newHash] = [nodeHash(sibling, oldHash), nodeHash(sibling, newHash)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && bytesEqual(oldHash, fromRoot) && bytesEqual(newHash, toRoot);
}
