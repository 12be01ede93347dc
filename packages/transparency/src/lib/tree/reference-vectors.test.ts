import { hexToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { EMPTY_ROOT, leafHash } from "./hash.ts";
import { HashTree } from "./hash-tree.ts";
import { isConsistent, isIncluded } from "./verify-proof.ts";

// The leaves, roots and proofs that Google's certificate-transparency published with RFC 6962, and that logs test with.
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
].map(hexToBytes);
const [leaf2, leaf4, node01, node2to4, node4to6, node6to8, node0to4, node4to8] = [
  "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
  "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
  "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
  "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
] as const;
const LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";

/** Counted from 0, where the publication counts leaves from 1. */
const INCLUSION: readonly (readonly [index: number, size: number, proof: readonly string[]])[] = [
  [0, 1, []],
  [0, 8, [LEAF_1, node2to4, node4to8]],
  [5, 8, [leaf4, node6to8, node0to4]],
  [2, 3, [node01]],
  [1, 5, ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", node2to4, leaf4]],
];
const CONSISTENCY: readonly (readonly [from: number, to: number, proof: readonly string[]])[] = [
  [1, 1, []],
  [1, 8, [LEAF_1, node2to4, node4to8]],
  [6, 8, [node4to6, node6to8, node0to4]],
  [2, 5, [node2to4, leaf4]],
];

const tree = new HashTree();
for (const leaf of LEAVES) tree.append(hexToBytes(leaf));
const rootOf = (size: number) => ROOTS[size] ?? EMPTY_ROOT;

test("trees of 0 to 8 published leaves have the published roots", () => {
  expect(ROOTS.map((_, size) => tree.root(size))).toEqual(ROOTS);
  expect(leafHash(hexToBytes("10"))).toEqual(hexToBytes(leaf2));
});

test.each(INCLUSION)("leaf %i in a tree of %i has the published proof", (index, size, published) => {
  const proof = published.map(hexToBytes);
  expect(tree.inclusionProof(index, size)).toEqual(proof);
  expect(isIncluded(tree.node({ level: 0, index }), index, size, proof, rootOf(size))).toBe(true);
});

test.each(CONSISTENCY)("trees of %i and %i leaves have the published proof", (from, to, published) => {
  const proof = published.map(hexToBytes);
  expect(tree.consistencyProof(from, to)).toEqual(proof);
  expect(isConsistent(from, to, proof, rootOf(from), rootOf(to))).toBe(true);
});
