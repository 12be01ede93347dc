import { Field64 } from "@divviup/field";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { VoteField } from "./vote-field.ts";

const [own, library] = [new VoteField(), new Field64()];
const { modulus } = own;

function elements(seed: string, length: number): bigint[] {
  const view = new DataView(seededRandom(seed)(length * 8).buffer);
  const drawn = Array.from({ length }, (_, index) => view.getBigUint64(index * 8) % modulus);
  // The ends of the field come first.
  return [0n, modulus - 1n, ...drawn].slice(0, length);
}

describe("does as the library's field does", () => {
  test("encode and decode", () => {
    const some = elements("bytes", 50);
    expect(own.encode(some)).toEqual(library.encode(some));
    expect(own.decode(library.encode(some))).toEqual(some);
  });

  test.each([1, 2, 5, 31])("evalPoly of %i coefficients", (length) => {
    const [polynomial, [x = 0n]] = [elements("polynomial", length), elements("x", 3).slice(2)];
    expect(own.evalPoly(polynomial, x)).toBe(library.evalPoly(polynomial, x));
  });

  test.each([2, 4, 8, 16, 32, 64])("interpolate at %i roots of unity", (length) => {
    const root = own.exp(own.generator, own.genOrder / BigInt(length));
    const roots = Array.from({ length }, (_, power) => own.exp(root, BigInt(power)));
    const values = elements("values", length);
    const polynomial = own.interpolate(roots, values);
    expect(polynomial).toEqual(library.interpolate(roots, values));
    expect(roots.map((at) => own.evalPoly(polynomial, at))).toEqual(values);
  });

  test("vecAdd and vecSub", () => {
    const [a, b] = [elements("a", 20), elements("b", 20).toReversed()];
    expect(own.vecAdd(a, b)).toEqual(library.vecAdd(a, b));
    expect(own.vecSub(a, b)).toEqual(library.vecSub(a, b));
  });
});

test("bytes that are no elements are refused", () => {
  expect(() => own.decode(new Uint8Array(9))).toThrow(RangeError);
  expect(() => own.decode(new Uint8Array(8).fill(0xff))).toThrow(RangeError);
  const first = new Uint8Array(8);
  new DataView(first.buffer).setBigUint64(0, modulus, true);
  expect(() => own.decode(first)).toThrow(RangeError);
});
