import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deriveShareKey, evaluateShare, PrfError } from "@sedge/privacy/prf";
import { evaluateBatch, verify } from "@sedge/privacy/voprf";
import { describe, expect, test } from "vitest";
import rfc from "../../../../privacy/src/lib/rfc9497-vectors.json" with { type: "json" };
import { libsodiumPackage } from "../../../test/libsodium-package.ts";
import { checkElements, EXPORTS, SODIUM_GROUP } from "./sodium-group.ts";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");
const order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
const identity = new Uint8Array(32);
const [some = identity] = rfc.voprf.batches.flatMap(({ items }) => items.map(({ blinded }) => bytes(blinded)));

test("libsodium's WebAssembly is that of the installed package", () => {
  const { wasm, licence, exportOf } = libsodiumPackage();
  const read = (name: string) => readFileSync(join(import.meta.dirname, name));
  expect(read("libsodium.wasm").equals(wasm)).toBe(true);
  expect(read("libsodium.LICENSE.txt").toString()).toBe(licence);
  expect(Object.fromEntries(Object.keys(EXPORTS).map((name) => [name, exportOf(name)]))).toEqual(EXPORTS);
});

test.each(rfc.voprf.batches)("evaluates and proves as RFC 9497 does, nonce $proofRandomScalar", (batch) => {
  const key = { secretKey: bytes(rfc.voprf.secretKey), publicKey: bytes(rfc.voprf.publicKey) };
  const blinded = batch.items.map((item) => bytes(item.blinded));
  const share = evaluateBatch(SODIUM_GROUP, key, blinded, bytes(batch.proofRandomScalar));
  expect(share.evaluated.map(hex)).toEqual(batch.items.map(({ evaluated }) => evaluated));
  expect(hex(share.proof)).toBe(batch.proof);
  expect(() => verify(SODIUM_GROUP, { ...key, blinded, evaluated: share.evaluated }, share.proof)).not.toThrow();
});

test("evaluates as noble does, whatever the key", () => {
  const key = deriveShareKey(crypto.getRandomValues(new Uint8Array(32)), "demo", 3);
  const blinded = rfc.voprf.batches.flatMap(({ items }) => items.map((item) => bytes(item.blinded)));
  const noble = evaluateShare(key, blinded, (count) => crypto.getRandomValues(new Uint8Array(count)));
  const share = evaluateBatch(SODIUM_GROUP, key, blinded, bytes(rfc.voprf.secretKey));
  expect(share.evaluated.map(hex)).toEqual(noble.evaluated.map(hex));
  expect(() => verify(SODIUM_GROUP, { ...key, blinded, evaluated: share.evaluated }, noble.proof)).not.toThrow();
});

describe("refuses", () => {
  const codeOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      if (error instanceof PrfError) return error.code;
      throw error;
    }
    return undefined;
  };
  test.each([
    ["nothing of an element", some, undefined],
    ["the identity", identity, "bad-group-element"],
    ["what is no element", order, "bad-group-element"],
    ["an encoding that is not canonical", new Uint8Array(32).fill(255), "bad-group-element"],
    ["an element cut short", some.subarray(1), "bad-group-element"],
    ["an element that is too long", new Uint8Array([...some, 0]), "bad-group-element"],
  ] as const)("%s", (_what, element, code) => {
    expect(codeOf(() => checkElements([some, element]))).toBe(code);
    expect(codeOf(() => SODIUM_GROUP.multiply(bytes(rfc.voprf.secretKey), element))).toBe(code);
  });

  test("the scalar 0, and operands that are too short or too long", () => {
    expect(codeOf(() => SODIUM_GROUP.multiply(identity, some))).toBe("bad-group-element");
    expect(() => SODIUM_GROUP.multiply(some.subarray(1), some)).toThrow(RangeError);
    expect(() => SODIUM_GROUP.scalarOf(some)).toThrow(RangeError);
    expect(() => SODIUM_GROUP.sha512(new Uint8Array(5_000))).toThrow(RangeError);
  });
});
