import { expect, test } from "vitest";
import { HashTree } from "./hash-tree.ts";
import { partOfSharedProof, sharedProof } from "./shared-proof.ts";
import { isConsistent } from "./verify-proof.ts";

const tree = new HashTree();
for (let index = 0; index < 700; index++) tree.append(Uint8Array.of(index, index >> 8));

/** Whether the shared proof of `sizes` shows each of them; undefined where it does not reach. */
function shown(sizes: readonly number[], to: number, change = (hashes: Uint8Array[]) => hashes) {
  const hashes = change(tree.hashes(sharedProof(sizes, to).ranges));
  return sizes.map((size, at) => {
    const proof = partOfSharedProof(sizes.slice(0, at + 1), to, hashes);
    return proof && isConsistent(size, to, proof, tree.root(size), tree.root(to));
  });
}

test("one proof shows several sizes, with each hash once", () => {
  let [shared, apart] = [0, 0];
  for (let to = 5; to <= 700; to += 13) {
    const sizes = [to - 1, to - 3, Math.ceil(to / 2), 1];
    const { proven } = sharedProof(sizes, to);
    expect(shown(sizes, to)).toEqual(sizes.map((_, at) => (at < proven ? true : undefined)));
    shared += sharedProof(sizes, to).ranges.length;
    for (const size of sizes.slice(0, proven)) apart += tree.consistencyProof(size, to).length;
  }
  expect(shared).toBeLessThan(0.85 * apart);
});

test("a hash that lacks or is another shows no size that needs it, and hides none", () => {
  const sizes = [698, 500, 77];
  expect(shown(sizes, 700)).toEqual([true, true, true]);
  expect(shown(sizes, 700, (hashes) => hashes.slice(0, -1))[2]).toBe(false);
  expect(shown(sizes, 700, () => [])).toEqual([false, false, false]);
  expect(shown(sizes, 700, ([first, ...rest]) => [first?.with(0, 1) ?? new Uint8Array(), ...rest])[0]).toBe(false);
});

test("which sizes fit into 32 hashes follows from the sizes alone", () => {
  // Each leaf far from the others: hardly a hash in common below.
  const far = [1_048_575, 786_433, 524_289, 262_145].map((size) => size - 2);
  const { proven, ranges } = sharedProof(far, 1_048_576);
  expect([proven < far.length, ranges.length <= 32]).toEqual([true, true]);
  expect(partOfSharedProof(far, 1_048_576, [])).toBeUndefined();
  // The first one is proven whatever it needs.
  const huge = 2 ** 52 - 1;
  expect(sharedProof([huge - 2, 1], huge).proven).toBe(1);
  expect(sharedProof([huge - 2, 1], huge).ranges.length).toBeGreaterThan(32);
});
