import { ristretto255, ristretto255_oprf } from "@noble/curves/ed25519.js";
import { describe, expect, test } from "vitest";
import { blind } from "./prf-blinding.ts";
import { evaluateInput } from "./prf-evaluate.ts";
import { finalize } from "./prf-output.ts";
import { evaluateShare } from "./prf-share.ts";
import rfc from "./rfc9497-vectors.json" with { type: "json" };

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");

/** Random bytes from which noble draws exactly `scalar`: it takes them modulo the order less one, and adds one. */
function randomFor(scalar: string) {
  const { Fn } = ristretto255.Point;
  const lessOne = Fn.toBytes(Fn.fromBytes(bytes(scalar)) - 1n);
  return (count: number) => new Uint8Array([...lessOne, ...new Uint8Array(count - lessOne.length)]);
}

test("DeriveKeyPair", () => {
  const { voprf, oprf } = ristretto255_oprf;
  expect(hex(oprf.deriveKeyPair(bytes(rfc.seed), bytes(rfc.keyInfo)).secretKey)).toBe(rfc.oprf.secretKey);
  const { secretKey, publicKey } = voprf.deriveKeyPair(bytes(rfc.seed), bytes(rfc.keyInfo));
  expect([hex(secretKey), hex(publicKey)]).toEqual([rfc.voprf.secretKey, rfc.voprf.publicKey]);
});

test.each(rfc.oprf.vectors)("OPRF of $input", (vector) => {
  const { oprf } = ristretto255_oprf;
  const random = randomFor(vector.blind);
  const blinding = oprf.blind(bytes(vector.input), (count = 32) => random(count));
  expect([hex(blinding.blind), hex(blinding.blinded)]).toEqual([vector.blind, vector.blinded]);
  const evaluated = oprf.blindEvaluate(bytes(rfc.oprf.secretKey), blinding.blinded);
  expect(hex(evaluated)).toBe(vector.evaluated);
  expect(hex(oprf.finalize(bytes(vector.input), blinding.blind, evaluated))).toBe(vector.output);
});

describe.each(rfc.voprf.batches)("VOPRF, proof nonce $proofRandomScalar", ({ items, proof, proofRandomScalar }) => {
  const key = { secretKey: bytes(rfc.voprf.secretKey), publicKey: bytes(rfc.voprf.publicKey) };
  const blindings = items.map((item) => blind(bytes(item.input), randomFor(item.blind)));

  test("blind", () => {
    expect(blindings.map((blinding) => hex(blinding.blind))).toEqual(items.map((item) => item.blind));
    expect(blindings.map((blinding) => hex(blinding.blinded))).toEqual(items.map((item) => item.blinded));
  });

  test("evaluate and prove", () => {
    const share = evaluateShare(
      key,
      items.map((item) => bytes(item.blinded)),
      randomFor(proofRandomScalar),
    );
    expect(share.evaluated.map(hex)).toEqual(items.map((item) => item.evaluated));
    expect(hex(share.proof)).toBe(proof);
  });

  test("finalise one operator's share", () => {
    const evaluated = items.map((item) => bytes(item.evaluated));
    const outputs = finalize(blindings, [{ publicKey: key.publicKey, evaluated, proof: bytes(proof) }]);
    expect(outputs.map(hex)).toEqual(items.map((item) => item.output));
  });

  test("evaluate without blinding", () => {
    const outputs = items.map((item) => evaluateInput(key.secretKey, bytes(item.input)));
    expect(outputs.map(hex)).toEqual(items.map((item) => item.output));
  });
});
