import { sha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { appendLeaf, EMPTY_FRONTIER, frontierRoot } from "./frontier.ts";
import { bytesEqual, leafHash, nodeHash } from "./hash.ts";
import { HashTree } from "./hash-tree.ts";
import { consistencyRanges, inclusionRanges } from "./proof-ranges.ts";
import { isConsistent, isIncluded } from "./verify-proof.ts";

const SIZE = 300;
const leaves = Array.from({ length: SIZE }, (_, index) => leafHash(sha256(Uint8Array.of(index, index >> 8))));
const tree = new HashTree();
for (const leaf of leaves) tree.appendHash(leaf);
const roots = Array.from({ length: SIZE + 1 }, (_, size) => tree.root(size));
const leafAt = (index: number) => tree.node({ level: 0, index });
const rootAt = (size: number) => tree.root(size);

/** RFC 6962's definition, as it is written: slow, and independent of what is tested. */
function defined(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (!only) return sha256(new Uint8Array());
  if (hashes.length === 1) return only;
  const split = 2 ** (Math.ceil(Math.log2(hashes.length)) - 1);
  return nodeHash(defined(hashes.slice(0, split)), defined(hashes.slice(split)));
}

/** Every proof that differs in one place: a bit changed, a hash left out, a hash twice, two swapped. */
function* tampered(proof: readonly Uint8Array[]): Generator<Uint8Array[]> {
  yield [...proof, roots[1] ?? new Uint8Array(32)];
  for (const [index, hash] of proof.entries()) {
    yield proof.with(index, hash.with(index % 32, (hash[index % 32] ?? 0) ^ 1));
    yield proof.toSpliced(index, 1);
    yield proof.toSpliced(index, 0, hash);
    const next = proof[index + 1];
    if (next && !bytesEqual(next, hash)) yield proof.with(index, next).with(index + 1, hash);
  }
}

test("the frontier and the tree have the root that RFC 6962 defines, for every size up to 300", () => {
  let frontier = EMPTY_FRONTIER;
  for (let size = 0; size <= SIZE; size++) {
    const root = defined(leaves.slice(0, size));
    expect(bytesEqual(roots[size] ?? leafAt(0), root)).toBe(true);
    expect(bytesEqual(frontierRoot(frontier), root)).toBe(true);
    const leaf = leaves[size];
    if (leaf) frontier = appendLeaf(frontier, leaf);
  }
});

/** 0 up to `end`: all of them up to 16, then every 17th from a place that moves with `end`, and the last. */
function* sampled(end: number): Generator<number> {
  for (let index = 0; index <= end; index++) if (index <= 16 || index === end || (index + end) % 17 === 0) yield index;
}

test("leaves of every tree up to 300 are proven, and no other leaf by that proof", () => {
  let wrong = 0;
  for (let size = 1; size <= SIZE; size++) {
    for (const index of sampled(size - 1)) {
      const proof = tree.inclusionProof(index, size);
      if (!isIncluded(leafAt(index), index, size, proof, rootAt(size))) wrong++;
      if (size > 1 && isIncluded(leafAt((index + 1) % size), index, size, proof, rootAt(size))) wrong++;
    }
  }
  expect(wrong).toBe(0);
});

test("every tree up to 300 is proven to begin with smaller ones, and with no other root by that proof", () => {
  let wrong = 0;
  for (let to = 1; to <= SIZE; to++) {
    for (const from of sampled(to)) {
      const proof = tree.consistencyProof(from, to);
      if (!isConsistent(from, to, proof, rootAt(from), rootAt(to))) wrong++;
      if (from > 0 && isConsistent(from, to, proof, rootAt(from), rootAt(to - 1))) wrong++;
      if (from > 0 && isConsistent(from, to, proof, rootAt(from - 1), rootAt(to))) wrong++;
    }
  }
  expect(wrong).toBe(0);
});

const pair = fc
  .integer({ min: 1, max: SIZE })
  .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)));

test("an inclusion proof changed in any place, or for another place or size, is refused", () => {
  fc.assert(
    fc.property(pair, fc.integer({ min: -1, max: SIZE + 1 }), ([index, size], other) => {
      const proof = tree.inclusionProof(index, size);
      const check = (changed: readonly Uint8Array[], at = index, of = size) =>
        isIncluded(leafAt(index), at, of, changed, rootAt(size));
      for (const changed of tampered(proof)) expect(check(changed)).toBe(false);
      if (other !== index) expect(check(proof, other)).toBe(false);
    }),
  );
});

test("a consistency proof changed in any place is refused", () => {
  fc.assert(
    fc.property(pair, ([from, to]) => {
      const proof = tree.consistencyProof(from + 1, to);
      for (const changed of tampered(proof)) {
        expect(isConsistent(from + 1, to, changed, rootAt(from + 1), rootAt(to))).toBe(false);
      }
    }),
  );
});

test("a tree that shrinks, and sizes that are no numbers of leaves, are refused", () => {
  expect(isConsistent(8, 7, tree.consistencyProof(7, 8), rootAt(8), rootAt(7))).toBe(false);
  for (const size of [Number.NaN, -1, 1.5, Infinity]) {
    expect(isConsistent(1, size, [], rootAt(1), rootAt(1))).toBe(false);
    expect(isIncluded(leafAt(0), 0, size, [], rootAt(1))).toBe(false);
    expect(() => inclusionRanges(0, size)).toThrow(RangeError);
    expect(() => consistencyRanges(1, size)).toThrow(RangeError);
  }
  expect(() => inclusionRanges(3, 3)).toThrow(RangeError);
  expect(() => consistencyRanges(4, 3)).toThrow(RangeError);
});

test("100,000 leaves are appended to a frontier that never has more than 17 hashes", () => {
  let frontier = EMPTY_FRONTIER;
  let most = 0;
  const big = new HashTree();
  for (let index = 0; index < 100_000; index++) {
    const leaf = leaves[index % SIZE] ?? leafAt(0);
    frontier = appendLeaf(frontier, leaf);
    big.appendHash(leaf);
    most = Math.max(most, frontier.subtrees.length);
  }
  expect(most).toBeLessThanOrEqual(17);
  expect(frontierRoot(frontier)).toEqual(big.root());
  expect(big.inclusionProof(70_000)).toHaveLength(17);
  expect(
    isIncluded(big.node({ level: 0, index: 70_000 }), 70_000, 100_000, big.inclusionProof(70_000), big.root()),
  ).toBe(true);
});
