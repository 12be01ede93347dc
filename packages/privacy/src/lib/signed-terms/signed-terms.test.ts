import { ristretto255_oprf } from "@noble/curves/ed25519.js";
import { describe, expect, test } from "vitest";
import { domainBytes } from "../domain.ts";
import { blind } from "../prf-blinding.ts";
import { deriveShareKey, evaluateShare } from "../prf-share.ts";
import { seededRandom } from "../seeded-random.ts";
import { isSignedBy, signTerms } from "./signed-terms.ts";

const random = seededRandom("signature");
const key = deriveShareKey(new Uint8Array(32).fill(3), "demo", 1);
const statement = JSON.stringify({ round: "r1", sealKey: "k" });

describe("a signature", () => {
  test("is the word of the key's holder, however often it is given", () => {
    const [one, two] = [signTerms(key, "round", statement, random), signTerms(key, "round", statement, random)];
    expect(one.proof).not.toEqual(two.proof);
    for (const signature of [one, two]) expect(isSignedBy(key.publicKey, "round", statement, signature)).toBe(true);
  });

  test("is for one statement, of one kind, by one key", () => {
    const signature = signTerms(key, "round", statement, random);
    const other = deriveShareKey(new Uint8Array(32).fill(3), "demo", 2);
    expect(isSignedBy(other.publicKey, "round", statement, signature)).toBe(false);
    expect(isSignedBy(key.publicKey, "round", `${statement} `, signature)).toBe(false);
    expect(isSignedBy(key.publicKey, "codebook", statement, signature)).toBe(false);
  });

  test("is invalid with one bit changed, with bytes of another length, and for a key that is not an element", () => {
    const { evaluated, proof } = signTerms(key, "round", statement, random);
    const flipped = (bytes: Uint8Array, place: number) => bytes.map((byte, at) => (at === place ? byte ^ 1 : byte));
    const check = (publicKey: Uint8Array, signature: { evaluated: Uint8Array; proof: Uint8Array }) =>
      isSignedBy(publicKey, "round", statement, signature);
    for (const place of [0, 15, 31])
      expect(check(key.publicKey, { evaluated: flipped(evaluated, place), proof })).toBe(false);
    for (const place of [0, 31, 32, 63])
      expect(check(key.publicKey, { evaluated, proof: flipped(proof, place) })).toBe(false);
    expect(check(key.publicKey, { evaluated: new Uint8Array(32), proof })).toBe(false);
    expect(check(key.publicKey, { evaluated, proof: proof.slice(1) })).toBe(false);
    expect(check(new Uint8Array(32), { evaluated, proof })).toBe(false);
  });

  test("is not to be had by asking for evaluations, though one may ask for any element", () => {
    // What an edge would try: the signature's own input, unblinded, sent as if it were a visitor's identifier.
    const mode = ristretto255_oprf.poprf(domainBytes("signed-terms", "round", "x"));
    const { blinded } = mode.blind(
      domainBytes("signed-terms-input"),
      key.publicKey,
      (bytes = 32) => new Uint8Array(bytes),
    );
    for (const element of [blinded, blind(domainBytes("signed-terms-input"), random).blinded]) {
      const { evaluated, proof } = evaluateShare(key, [element], random);
      const [answer] = evaluated;
      if (!answer) throw new Error("one element in, one out");
      expect(isSignedBy(key.publicKey, "round", statement, { evaluated: answer, proof })).toBe(false);
    }
  });
});
