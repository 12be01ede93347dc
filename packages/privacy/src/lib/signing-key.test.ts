import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, test } from "vitest";
import rfc from "./rfc8032-vectors.json" with { type: "json" };
import { type Ed25519Platform, ed25519PublicKey, importSigningKey, sign, verify } from "./signing-key.ts";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");

/** A browser from before Ed25519 (Chromium before 137): WebCrypto is there and refuses the name. */
const withoutEd25519: Ed25519Platform = {
  importKey: () => Promise.reject(new DOMException("Algorithm: Unrecognized name", "NotSupportedError")),
  sign: () => Promise.reject(new Error("no key could be imported")),
  verify: () => Promise.reject(new Error("no key could be imported")),
};
/** Lets every signature pass, so that what is refused is refused before. */
const credulous: Ed25519Platform = {
  importKey: crypto.subtle.importKey.bind(crypto.subtle),
  sign: crypto.subtle.sign.bind(crypto.subtle),
  verify: () => Promise.resolve(true),
};

const platforms: [name: string, platform: Ed25519Platform][] = [
  ["WebCrypto", crypto.subtle],
  ["noble, where WebCrypto lacks Ed25519", withoutEd25519],
];

describe.each(platforms)("%s", (_, platform) => {
  test.each(rfc.vectors)("RFC 8032, message $message", async ({ seed, publicKey, message, signature }) => {
    const key = await importSigningKey(platform, bytes(seed));
    expect(hex(ed25519PublicKey(bytes(seed)))).toBe(publicKey);
    expect(hex(await sign(platform, key, bytes(message)))).toBe(signature);
    expect(await verify(platform, bytes(publicKey), bytes(message), bytes(signature))).toBe(true);
  });

  test("refuses every signature with a byte changed, another message, another key and another length", async () => {
    const [first, second] = rfc.vectors;
    if (!first || !second) throw new Error("the RFC has four vectors");
    const check = (publicKey: string, message: string, signature: Uint8Array<ArrayBuffer>) =>
      verify(platform, bytes(publicKey), bytes(message), signature);
    const signature = bytes(second.signature);
    expect(await check(second.publicKey, second.message, signature)).toBe(true);
    for (const index of signature.keys()) {
      const changed = signature.slice();
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(await check(second.publicKey, second.message, changed)).toBe(false);
    }
    expect(await check(second.publicKey, "73", signature)).toBe(false);
    expect(await check(first.publicKey, second.message, signature)).toBe(false);
    expect(await check(second.publicKey, second.message, signature.slice(1))).toBe(false);
    expect(await check(second.publicKey, second.message, new Uint8Array())).toBe(false);
  });

  test("refuses a second spelling of a signature: S plus the group's order", async () => {
    const [vector] = rfc.vectors;
    if (!vector) throw new Error("the RFC has four vectors");
    const signature = bytes(vector.signature);
    const s = BigInt(`0x${hex(signature.slice(32).toReversed())}`) + ed25519.Point.Fn.ORDER;
    signature.set(bytes(s.toString(16).padStart(64, "0")).toReversed(), 32);
    expect(await verify(platform, bytes(vector.publicKey), bytes(vector.message), signature)).toBe(false);
  });

  test("refuses a signature whose R is not written canonically, which laxer rules take", async () => {
    const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(bytes("07".repeat(32)));
    const { Fn } = ed25519.Point;
    // y = p + 1: the identity once more, so that S = k·a fits it.
    const r = bytes(`ee${"ff".repeat(30)}7f`);
    const digest = createHash("sha512").update(r).update(pointBytes).digest("hex");
    const k = Fn.create(BigInt(`0x${hex(bytes(digest).toReversed())}`));
    const signature = new Uint8Array([...r, ...Fn.toBytes(Fn.mul(k, scalar))]);
    expect(ed25519.verify(signature, new Uint8Array(), pointBytes, { zip215: true })).toBe(true);
    expect(await verify(platform, new Uint8Array(pointBytes), new Uint8Array(), signature)).toBe(false);
  });

  test("rejects an invalid point", async () => {
    for (const key of [`02${"00".repeat(31)}`, "ff".repeat(32), "aa".repeat(31), ""]) {
      expect(await verify(platform, bytes(key), bytes("72"), new Uint8Array(64))).toBe(false);
    }
  });
});

// The points of order 1, 2, 4 and 8: with them as key, R = S·B fits the message whenever the hash is a multiple.
const smallOrder = [
  `01${"00".repeat(30)}80`,
  `ec${"ff".repeat(31)}`,
  `01${"00".repeat(31)}`,
  `ec${"ff".repeat(30)}7f`,
  "00".repeat(32),
  `${"00".repeat(31)}80`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];
test.each(smallOrder)(
  "the key %s, under which one signature fits many messages, is refused everywhere",
  async (key) => {
    const { BASE, Fn } = ed25519.Point;
    const signature = new Uint8Array([...BASE.multiply(5n).toBytes(), ...Fn.toBytes(5n)]);
    for (const platform of [credulous, crypto.subtle, withoutEd25519]) {
      const accepted = await Promise.all(
        Array.from({ length: 32 }, (_, index) => verify(platform, bytes(key), Uint8Array.of(index), signature)),
      );
      expect(accepted).not.toContain(true);
    }
  },
);

test("refuses a key whose y is not below the field's prime, even where the platform takes it", async () => {
  // p, p + 1, and 2^255 - 1, with either sign. The last key is the generator's, which is good.
  for (const low of ["ed", "ee", "ff"]) {
    for (const top of ["7f", "ff"]) {
      const key = bytes(`${low}${"ff".repeat(30)}${top}`);
      expect(await verify(credulous, key, bytes(""), new Uint8Array(64))).toBe(false);
    }
  }
  expect(await verify(credulous, bytes(`58${"66".repeat(31)}`), bytes(""), new Uint8Array(64))).toBe(true);
});

test("takes a key for invalid that the platform refuses to import", async () => {
  const strict: Ed25519Platform = {
    ...credulous,
    importKey: () => Promise.reject(new DOMException("not a point", "DataError")),
  };
  const [vector] = rfc.vectors;
  if (!vector) throw new Error("the RFC has four vectors");
  expect(await verify(strict, bytes(vector.publicKey), bytes(""), bytes(vector.signature))).toBe(false);
});

test("WebCrypto's key can't be read out", async () => {
  const key = await importSigningKey(crypto.subtle, new Uint8Array(32).fill(7));
  if ("seed" in key) throw new Error("Node has Ed25519");
  expect(key).toMatchObject({ extractable: false, usages: ["sign"] });
  await expect(crypto.subtle.exportKey("pkcs8", key)).rejects.toThrow();
});

test("what else goes wrong in WebCrypto is not taken for a missing algorithm", async () => {
  const broken: Ed25519Platform = { ...withoutEd25519, importKey: () => Promise.reject(new TypeError("broken")) };
  await expect(importSigningKey(broken, new Uint8Array(32))).rejects.toThrow("broken");
  const [vector] = rfc.vectors;
  if (!vector) throw new Error("the RFC has four vectors");
  await expect(verify(broken, bytes(vector.publicKey), bytes(""), bytes(vector.signature))).rejects.toThrow("broken");
});
