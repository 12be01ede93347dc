import { blind, deriveShareKey, evaluateShare, finalize, PrfError, type PublishedShare } from "@sedge/privacy/prf";
import { describe, expect, test } from "vitest";
import rfc from "../../../../privacy/src/lib/rfc9497-vectors.json" with { type: "json" };
import { type BlindedBatch, blindBatch, finalizeBatch } from "./blinded-batch.ts";
import { addScalars, multiplyGenerator } from "./ristretto.ts";
import { randomKey, shareOfBatch } from "./share-of-batch.ts";
import { evaluateWithKey } from "../../../../research/src/lib/prf/whole-key.ts";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

/** Returns the scalars one after the other. */
function scalars(list: readonly string[]): () => Uint8Array {
  const left = list.map(bytes);
  return () => left.shift() ?? new Uint8Array();
}

describe.each(rfc.voprf.batches)("RFC 9497, proof nonce $proofRandomScalar", ({ items, proof, proofRandomScalar }) => {
  const key = { secretKey: bytes(rfc.voprf.secretKey), publicKey: bytes(rfc.voprf.publicKey) };
  const batch = blindBatch(
    items.map(({ input }) => bytes(input)),
    scalars(items.map(({ blind }) => blind)),
  );

  test("blind", () => expect(batch.blinded.map(hex)).toEqual(items.map(({ blinded }) => blinded)));

  test("evaluate, prove, finalise", () => {
    const share = shareOfBatch(key, batch.blinded, bytes(proofRandomScalar));
    expect(share.evaluated.map(hex)).toEqual(items.map(({ evaluated }) => evaluated));
    expect(hex(share.proof)).toBe(proof);
    expect(finalizeBatch(batch, [share]).map(hex)).toEqual(items.map(({ output }) => output));
  });
});

const inputs = ["", "jane", "joan", "x".repeat(60_000)].map((text) => new Uint8Array(Buffer.from(text)));
const batch = blindBatch(inputs);
const blindings = inputs.map((input, index) => ({
  input,
  blind: batch.blinds[index] ?? new Uint8Array(),
  blinded: batch.blinded[index] ?? new Uint8Array(),
}));
const keys = [deriveShareKey(random(32), "demo", 1), randomKey()];
const shares = keys.map((key) => shareOfBatch(key, batch.blinded));

test("libsodium and noble compute the same bytes for each other's requests", () => {
  const noble = keys.map((key) => ({ publicKey: key.publicKey, ...evaluateShare(key, batch.blinded, random) }));
  expect(shares.map(({ evaluated }) => evaluated.map(hex))).toEqual(noble.map(({ evaluated }) => evaluated.map(hex)));
  const outputs = finalizeBatch(batch, shares).map(hex);
  expect(finalizeBatch(batch, noble).map(hex)).toEqual(outputs);
  expect(finalize(blindings, shares).map(hex)).toEqual(outputs);
  expect(finalize(blindings, noble).map(hex)).toEqual(outputs);
  expect(keys.map(({ secretKey }) => hex(multiplyGenerator(secretKey)))).toEqual(
    keys.map(({ publicKey }) => hex(publicKey)),
  );
});

test("finalizes both shares to the output under the sum of the keys", () => {
  const [one, other] = keys;
  const whole = addScalars(one?.secretKey ?? new Uint8Array(), other?.secretKey ?? new Uint8Array());
  expect(inputs.map((input) => hex(evaluateWithKey(whole, input)))).toEqual(finalizeBatch(batch, shares).map(hex));
});

test("gives an input the same output whatever its blind and batch, and the same blinding as noble", () => {
  const [first = ""] = finalizeBatch(batch, shares).map(hex);
  const again = blindBatch(inputs.slice(0, 1));
  const nobles = inputs.slice(0, 1).map((input) => blind(input, random));
  const noble: BlindedBatch = {
    inputs: inputs.slice(0, 1),
    blinds: nobles.map(({ blind }) => blind),
    blinded: nobles.map(({ blinded }) => blinded),
  };
  for (const other of [again, noble]) {
    const answers = keys.map((key) => shareOfBatch(key, other.blinded));
    expect(finalizeBatch(other, answers).map(hex)).toEqual([first]);
  }
});

describe("refuses", () => {
  const [share = shareOfBatch(randomKey(), batch.blinded)] = shares;
  const flipped = (data: Uint8Array, at: number) => data.map((byte, index) => (index === at ? byte ^ 1 : byte));
  const order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  const identity = new Uint8Array(32);
  const stranger = shareOfBatch(randomKey(), batch.blinded);
  const codeOf = (answer: PublishedShare) => {
    try {
      finalizeBatch(batch, [answer]);
    } catch (error) {
      if (error instanceof PrfError) return error.code;
      throw error;
    }
    return undefined;
  };

  test.each([
    ["nothing of an honest answer", share, undefined],
    ["a challenge that differs in one bit", { ...share, proof: flipped(share.proof, 0) }, "bad-proof"],
    ["a response that differs in one bit", { ...share, proof: flipped(share.proof, 40) }, "bad-proof"],
    [
      "a scalar written otherwise",
      { ...share, proof: Buffer.concat([share.proof.subarray(0, 32), order]) },
      "bad-proof",
    ],
    ["a proof cut short", { ...share, proof: share.proof.subarray(0, 63) }, "bad-proof"],
    ["another key than the published one", { ...stranger, publicKey: share.publicKey }, "bad-proof"],
    ["elements in another order", { ...share, evaluated: share.evaluated.toReversed() }, "bad-proof"],
    ["an element too few", { ...share, evaluated: share.evaluated.slice(1) }, "bad-proof"],
    ["the identity", { ...share, evaluated: [identity, ...share.evaluated.slice(1)] }, "bad-group-element"],
    ["what is no element", { ...share, evaluated: [order, ...share.evaluated.slice(1)] }, "bad-group-element"],
    ["a key that is the identity", { ...share, publicKey: identity }, "bad-group-element"],
  ] as const)("%s", (_what, answer, code) => expect(codeOf(answer)).toBe(code));

  test("operators whose keys cancel out", () => {
    const { secretKey } = keys[0] ?? randomKey();
    const negated = subtractFromOrder(secretKey);
    const other = shareOfBatch({ secretKey: negated, publicKey: multiplyGenerator(negated) }, batch.blinded);
    expect(() => finalizeBatch(batch, [share, other])).toThrow(PrfError);
  });

  function subtractFromOrder(scalar: Uint8Array): Uint8Array {
    const number = (data: Uint8Array) => BigInt(`0x${hex(data.toReversed())}`);
    const difference = number(order) - number(scalar);
    return bytes(difference.toString(16).padStart(64, "0")).toReversed();
  }

  test("an operator rejects the identity and an empty batch", () => {
    const key = randomKey();
    expect(() => shareOfBatch(key, [identity])).toThrow(PrfError);
    expect(() => shareOfBatch(key, [])).toThrow(RangeError);
  });
});
