import { ristretto255 } from "@noble/curves/ed25519.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blind } from "./prf-blinding.ts";
import { PrfError, type PrfErrorCode } from "./prf-error.ts";
import { finalize, type PublishedShare } from "./prf-output.ts";
import { deriveShareKey, evaluateShare, type PrfKeyPair } from "./prf-share.ts";

const { Fn, BASE } = ristretto255.Point;
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });

function keyOf(secret: bigint): PrfKeyPair {
  return { secretKey: Fn.toBytes(secret), publicKey: BASE.multiply(secret).toBytes() };
}

function sumOf(keys: readonly PrfKeyPair[]): PrfKeyPair {
  return keyOf(keys.map((key) => Fn.fromBytes(key.secretKey)).reduce((sum, scalar) => Fn.add(sum, scalar)));
}

function shareOf(key: PrfKeyPair, blinded: readonly Uint8Array[]): PublishedShare {
  return { publicKey: key.publicKey, ...evaluateShare(key, blinded, random) };
}

function codeOf(run: () => unknown): PrfErrorCode | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof PrfError) return error.code;
    throw error;
  }
  return undefined;
}

test.each([2, 3])(
  "%i operators' shares give what the sum of their keys gives alone",
  (operators) => {
    fc.assert(
      fc.property(
        fc.uniqueArray(seed, { minLength: operators, maxLength: operators, selector: String }),
        fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 4 }),
        (seeds, inputs) => {
          const keys = seeds.map((seed) => deriveShareKey(seed, "demo", 1));
          const once = inputs.map((input) => blind(input, random));
          const again = inputs.map((input) => blind(input, random));
          const shares = keys.map((key) =>
            shareOf(
              key,
              once.map(({ blinded }) => blinded),
            ),
          );
          const single = shareOf(
            sumOf(keys),
            again.map(({ blinded }) => blinded),
          );
          const outputs = finalize(once, shares);
          expect(outputs).toEqual(finalize(again, [single]));
          expect(outputs).toEqual(finalize(once, shares.toReversed()));
          expect(outputs.every((output) => output.length === 64)).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  },
  60_000,
);

test("outputs depend on the input and on every operator's key", () => {
  const [a, b, c] = [1, 2, 3].map((fill) => deriveShareKey(new Uint8Array(32).fill(fill), "demo", 1));
  if (!a || !b || !c) throw new Error("three keys were made");
  const outputs = ["jane", "joan"].flatMap((name) =>
    [[a, b], [a, c], [b, c], [a]].map((keys) => {
      const blinding = blind(Buffer.from(name), random);
      return String(
        finalize(
          [blinding],
          keys.map((key) => shareOf(key, [blinding.blinded])),
        ),
      );
    }),
  );
  expect(new Set(outputs).size).toBe(outputs.length);
});

describe("refuses", () => {
  const [edge, aggregator, stranger] = [keyOf(7n), keyOf(11n), keyOf(13n)];
  const blindings = [blind(Buffer.from("jane"), random), blind(Buffer.from("+14155552671"), random)];
  const blinded = blindings.map((blinding) => blinding.blinded);
  const honest = shareOf(edge, blinded);
  const other = shareOf(aggregator, blinded);
  const answer = (share: PublishedShare) => codeOf(() => finalize(blindings, [honest, share]));

  test("nothing of an honest answer", () => expect(answer(other)).toBeUndefined());

  test("a proof with any bit changed", () => {
    fc.assert(
      fc.property(fc.nat(63), fc.nat(7), (index, bit) => {
        const proof = other.proof.slice();
        proof[index] = (proof[index] ?? 0) ^ (1 << bit);
        expect(answer({ ...other, proof })).toBe("bad-proof");
      }),
      { numRuns: 25 },
    );
  });

  test("a proof that is too short, too long, missing, or another operator's", () => {
    for (const proof of [other.proof.slice(1), new Uint8Array([...other.proof, 0]), new Uint8Array(), honest.proof]) {
      expect(answer({ ...other, proof })).toBe("bad-proof");
    }
  });

  test("an answer under a key that is not the published one", () => {
    expect(answer({ ...other, publicKey: stranger.publicKey })).toBe("bad-proof");
    expect(answer({ ...shareOf(stranger, blinded), publicKey: aggregator.publicKey })).toBe("bad-proof");
  });

  test("elements in another order, another number, or of another batch", () => {
    expect(answer({ ...other, evaluated: other.evaluated.toReversed() })).toBe("bad-proof");
    expect(answer({ ...other, evaluated: other.evaluated.slice(1) })).toBe("bad-proof");
    expect(answer({ ...other, evaluated: [...other.evaluated, ...other.evaluated] })).toBe("bad-proof");
    expect(answer({ ...other, evaluated: [] })).toBe("bad-proof");
    expect(answer(shareOf(aggregator, blinded.toReversed()))).toBe("bad-proof");
  });

  test("one element evaluated under another key, though the rest is right", () => {
    const [, second] = shareOf(stranger, blinded).evaluated;
    const [first] = other.evaluated;
    if (!first || !second) throw new Error("two elements were evaluated");
    expect(answer({ ...other, evaluated: [first, second] })).toBe("bad-proof");
  });

  // RFC 9496, appendix A.3, and the identity, which is all zeros.
  const notElements = {
    identity: "00".repeat(32),
    "non-canonical field element": `f3${"ff".repeat(30)}7f`,
    "negative field element": `01${"00".repeat(31)}`,
    "not on the curve": "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "too short": "aa".repeat(31),
    "too long": "aa".repeat(33),
  };
  test.each(Object.entries(notElements))("%s", (_, hex) => {
    const bad = new Uint8Array(Buffer.from(hex, "hex"));
    const [first] = other.evaluated;
    if (!first) throw new Error("two elements were evaluated");
    expect(answer({ ...other, evaluated: [first, bad] })).toBe("bad-group-element");
    expect(answer({ ...other, publicKey: bad })).toBe("bad-group-element");
    expect(codeOf(() => evaluateShare(edge, [first, bad], random))).toBe("bad-group-element");
  });

  test("keys that cancel out", () => {
    expect(answer(shareOf(keyOf(Fn.neg(7n)), blinded))).toBe("bad-group-element");
  });

  test("no blindings, and no shares", () => {
    expect(() => finalize([], [honest])).toThrow(RangeError);
    expect(() => finalize(blindings, [])).toThrow(RangeError);
    expect(() => evaluateShare(edge, [], random)).toThrow(RangeError);
  });
});
