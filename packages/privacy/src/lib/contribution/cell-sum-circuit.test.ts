import { FlpGeneric } from "@divviup/prio3/dist/genericFlp.js";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { CellSumCircuit, encodeVote } from "./cell-sum-circuit.ts";

const circuit = new CellSumCircuit({ cells: 3, coordinates: 2, bits: 4 });
const { field, layout } = circuit;
const { modulus } = field;
const honest = () => encodeVote(layout, { cell: 1, values: [-3, 5] }, modulus);

function randomElements(seed: string, length: number): bigint[] {
  const view = new DataView(seededRandom(seed)(length * 8).buffer);
  return Array.from({ length }, (_, index) => view.getBigUint64(index * 8) % modulus);
}

/** What the circuit says of the whole vote: 0 for a well-formed one. */
const judged = (vote: bigint[], seed: string) => circuit.eval(vote, randomElements(seed, circuit.jointRandLen), 1);

/** A liar's vote: an honest one with some elements overwritten. */
function lie(changes: Record<number, bigint>): bigint[] {
  const vote = honest();
  for (const [index, element] of Object.entries(changes)) vote[Number(index)] = (element + modulus) % modulus;
  return vote;
}

/** The bits of `value`, laid at `start`. */
function bitsAt(start: number, value: bigint, bits: number): Record<number, bigint> {
  return Object.fromEntries(Array.from({ length: bits }, (_, place) => [start + place, (value >> BigInt(place)) & 1n]));
}

test("the layout of 3 cells × 2 coordinates of 4 bits", () => {
  expect(layout).toMatchObject({
    products: 3,
    bitsStart: 9,
    slack: 17,
    slackBits: 6,
    elements: 23,
    outputs: 9,
    normBound: 63n,
  });
  // -3 + 8 = 5, 5 + 8 = 13, and 63 - 34 = 29.
  const cells = [0n, 1n, 0n];
  const products = [0n, 0n, modulus - 3n, 5n, 0n, 0n];
  const bits = [1n, 0n, 1n, 0n, 1n, 0n, 1n, 1n];
  const slack = [1n, 0n, 1n, 1n, 1n, 0n];
  expect(honest()).toEqual([...cells, ...products, ...bits, ...slack]);
});

test("an honest vote is judged 0 under any randomness", () => {
  for (const seed of ["a", "b", "c"]) expect(judged(honest(), seed)).toBe(0n);
});

describe("evaluates a forged vote to a non-zero value", () => {
  const { products, bitsStart, slack } = layout;
  const lies: Record<string, Record<number, bigint>> = {
    "no cell": { 1: 0n, [products + 2]: 0n, [products + 3]: 0n },
    "two cells": { 0: 1n, [products]: -3n, [products + 1]: 5n },
    "two cells, products of one": { 0: 1n },
    "a cell twice": { 1: 2n, [products + 2]: -6n, [products + 3]: 10n },
    "cells 2 and -1, which add up to one": {
      1: 2n,
      0: -1n,
      [products]: 3n,
      [products + 1]: -5n,
      [products + 2]: -6n,
      [products + 3]: 10n,
    },
    "a cell of a half": { 1: (modulus + 1n) / 2n, 0: (modulus + 1n) / 2n },
    "a product without its cell": { [products]: 1n },
    "a product of another value": { [products + 2]: -4n },
    "a product in another cell": { [products + 2]: 0n, [products]: -3n },
    "products that cancel out": { [products]: 7n, [products + 4]: -7n },
    "a bit of 2": { [bitsStart]: 3n, [bitsStart + 1]: -1n },
    "a value beyond its bits": { [bitsStart + 3]: 2n, [products + 2]: 13n, ...bitsAt(slack, 0n, 6) },
    "a norm beyond the bound": { ...bitsAt(bitsStart, 15n, 4), [products + 2]: 7n, ...bitsAt(slack, 0n, 6) },
    "a slack that is not the norm's": bitsAt(slack, 30n, 6),
    "a slack of more than a bit": {
      [slack]: 29n,
      ...Object.fromEntries([1, 2, 3, 4, 5].map((place) => [slack + place, 0n])),
    },
    "a negative slack": {
      ...bitsAt(bitsStart, 15n, 4),
      [products + 2]: 7n,
      // 63 - 49 - 25 = -11, spelt by a negative bit.
      ...bitsAt(slack, 0n, 6),
      [slack]: -11n,
    },
  };
  test.each(Object.entries(lies))("%s", (_, changes) => {
    for (const seed of ["a", "b", "c"]) expect(judged(lie(changes), seed)).not.toBe(0n);
  });

  test("any single element that is off by one", () => {
    for (let index = 0; index < layout.elements; index += 1) {
      expect(judged(lie({ [index]: (honest()[index] ?? 0n) + 1n }), "a"), `element ${index}`).not.toBe(0n);
    }
  });

  test.each(Object.entries(lies))("%s: a proof made for it does not hold", (_, changes) => {
    const flp = new FlpGeneric(circuit);
    const jointRand = randomElements("joint", flp.jointRandLen);
    const proof = flp.prove(lie(changes), randomElements("prove", flp.proveRandLen), jointRand);
    expect(flp.decide(flp.query(lie(changes), proof, randomElements("query", flp.queryRandLen), jointRand, 1))).toBe(
      false,
    );
  });
});

test("an honest proof verifies, and has the length that was reckoned", () => {
  const flp = new FlpGeneric(circuit);
  const jointRand = randomElements("joint", flp.jointRandLen);
  const proof = flp.prove(honest(), randomElements("prove", flp.proveRandLen), jointRand);
  expect(proof).toHaveLength(flp.proofLen);
  expect(flp.decide(flp.query(honest(), proof, randomElements("query", flp.queryRandLen), jointRand, 1))).toBe(true);
});

test("shares of a vote are judged by the sum of what each says", () => {
  const mask = randomElements("mask", layout.elements);
  const flp = new FlpGeneric(circuit);
  const jointRand = randomElements("joint", flp.jointRandLen);
  const query = randomElements("query", flp.queryRandLen);
  const proof = flp.prove(honest(), randomElements("prove", flp.proveRandLen), jointRand);
  const proofMask = randomElements("proof mask", flp.proofLen);
  const one = flp.query(field.vecSub(honest(), mask), field.vecSub(proof, proofMask), query, jointRand, 2);
  const two = flp.query(mask, proofMask, query, jointRand, 2);
  expect(flp.decide(field.vecAdd(one, two))).toBe(true);
  expect(flp.decide(one)).toBe(false);
});
