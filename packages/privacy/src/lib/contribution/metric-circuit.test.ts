import { FlpGeneric } from "@divviup/prio3/dist/genericFlp.js";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { encodeMetricVote, MetricCircuit, type MetricVote } from "./metric-circuit.ts";
import { metricLayout, metricSumShape } from "./metric-layout.ts";

// Four blocks at 0, 3, 5 and 9, of which two may be filled; the slack has two bits, at 12 and 13.
const circuit = new MetricCircuit({ blocks: [3, 2, 4, 3], maxFilled: 2 });
const { layout } = circuit;
const { modulus } = circuit.field;

function randomElements(seed: string, length: number): bigint[] {
  const view = new DataView(seededRandom(seed)(length * 8).buffer);
  return Array.from({ length }, (_, index) => view.getBigUint64(index * 8) % modulus);
}

const judgedBy = (one: MetricCircuit, vote: bigint[], seed: string) =>
  one.eval(vote, randomElements(seed, one.jointRandLen), 1);

/** An honest vote, whose elements are overwritten by a liar. */
function lie(honest: MetricVote, changes: Record<number, bigint>): bigint[] {
  const vote = encodeMetricVote(layout, honest);
  for (const [index, element] of Object.entries(changes)) vote[Number(index)] = (element + modulus) % modulus;
  return vote;
}

test("the layout of blocks of 3, 2, 4 and 3 buckets, two of which may be filled", () => {
  expect(layout).toMatchObject({
    starts: [0, 3, 5, 9],
    buckets: 12,
    slackBits: 2,
    elements: 14,
    equations: 19,
  });
  expect(encodeMetricVote(layout, [2, null, 3, null])).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0].map(BigInt));
  // One block is filled, one more could be: the slack is 1.
  expect(encodeMetricVote(layout, [null, 0, null, null])).toEqual(
    [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0].map(BigInt),
  );
});

test("where all blocks may be filled there is no slack", () => {
  expect(metricLayout({ blocks: [3, 2], maxFilled: 2 })).toMatchObject({ elements: 5, slackBits: 0, equations: 7 });
});

test.each<[string, MetricVote]>([
  ["two blocks", [0, null, null, 2]],
  ["one block", [null, 1, null, null]],
  ["nothing", [null, null, null, null]],
])("an honest vote of %s is judged 0 under any randomness, and its proof verifies", (_, vote) => {
  const input = encodeMetricVote(layout, vote);
  for (const seed of ["a", "b", "c"]) expect(judgedBy(circuit, input, seed)).toBe(0n);
  const flp = new FlpGeneric(circuit);
  const jointRand = randomElements("joint", flp.jointRandLen);
  const proof = flp.prove(input, randomElements("prove", flp.proveRandLen), jointRand);
  expect(proof).toHaveLength(flp.proofLen);
  expect(flp.decide(flp.query(input, proof, randomElements("query", flp.queryRandLen), jointRand, 1))).toBe(true);
});

describe("evaluates a forged vote to a non-zero value", () => {
  const two: MetricVote = [0, null, 1, null];
  const one: MetricVote = [null, 1, null, null];
  const lies: Record<string, bigint[]> = {
    "a block with two ones": lie(one, { 3: 1n }),
    "a block with two ones, its slack corrected": lie(one, { 3: 1n, 12: 0n }),
    "a bucket of 2": lie(one, { 4: 2n, 12: 0n }),
    "a bucket of -1": lie(one, { 4: -1n, 12: 1n, 13: 1n }),
    "buckets 2 and -1, which add up to one": lie(two, { 0: 2n, 1: -1n }),
    "a bucket of a half, twice": lie(two, { 0: (modulus + 1n) / 2n, 1: (modulus + 1n) / 2n }),
    "one block more than may be filled": lie(two, { 3: 1n }),
    "all blocks": lie(two, { 3: 1n, 9: 1n }),
    "one block more, under a negative slack": lie(two, { 3: 1n, 12: -1n }),
    "all blocks, under slack bits of -2 and 0": lie(two, { 3: 1n, 9: 1n, 12: -2n }),
    "a slack that is not what is left": lie(one, { 12: 0n }),
    "a slack of more than a bit": lie([null, null, null, null], { 12: 2n, 13: 0n }),
    "a block of minus one to make room": lie(two, { 3: -1n, 9: 1n }),
  };
  test.each(Object.entries(lies))("%s", (_, vote) => {
    for (const seed of ["a", "b", "c"]) expect(judgedBy(circuit, vote, seed)).not.toBe(0n);
  });

  test("any single element that is off by one", () => {
    const honest = encodeMetricVote(layout, two);
    for (const [index, element] of honest.entries()) {
      const vote = honest.with(index, element + 1n);
      expect(judgedBy(circuit, vote, "a"), `element ${index}`).not.toBe(0n);
    }
  });

  test("two ones in a block, where all blocks may be filled", () => {
    const unbounded = new MetricCircuit({ blocks: [3, 2], maxFilled: 2 });
    const vote = encodeMetricVote(unbounded.layout, [1, 0]).with(0, 1n);
    expect(judgedBy(unbounded, vote, "a")).not.toBe(0n);
  });

  test.each(Object.entries(lies))("%s: a proof made for it does not hold", (_, vote) => {
    const flp = new FlpGeneric(circuit);
    const jointRand = randomElements("joint", flp.jointRandLen);
    const proof = flp.prove(vote, randomElements("prove", flp.proveRandLen), jointRand);
    expect(flp.decide(flp.query(vote, proof, randomElements("query", flp.queryRandLen), jointRand, 1))).toBe(false);
  });
});

test.each<[string, MetricVote]>([
  ["another number of blocks", [0, null, 1]],
  ["a bucket that its block lacks", [3, null, null, null]],
  ["a negative bucket", [-1, null, null, null]],
  ["half a bucket", [0.5, null, null, null]],
  ["more blocks than may be filled", [0, 0, 0, null]],
])("does not encode a vote with %s", (_, vote) => {
  expect(() => encodeMetricVote(layout, vote)).toThrow(RangeError);
});

test.each([
  { blocks: [], maxFilled: 1 },
  { blocks: [2, 0], maxFilled: 1 },
  { blocks: [2, 1.5], maxFilled: 1 },
  { blocks: [1_000, 25], maxFilled: 1 },
  { blocks: [2, 2], maxFilled: 3 },
  { blocks: [2, 2], maxFilled: 0 },
])("no vote has the shape %o", (shape) => {
  expect(() => metricLayout(shape)).toThrow(RangeError);
});

test("sums have one number a bucket", () => {
  expect(metricSumShape({ blocks: [3, 2, 4] })).toEqual({ cells: 9, coordinates: 0, bits: 2 });
});
