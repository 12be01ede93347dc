import { hkdfSync } from "node:crypto";
import { expect, test } from "vitest";
import { deriveEpochSeed } from "./epoch-seed.ts";
import { deriveShareKey } from "./prf-share.ts";

const bytes = (fill: number, length = 32) => new Uint8Array(length).fill(fill);

test("an epoch's seed is what Node's own HKDF makes of the two secrets", () => {
  const seed = Buffer.from(hkdfSync("sha256", bytes(1), bytes(2), '["sedge/v1","epoch-seed"]', 32));
  expect(Buffer.from(deriveEpochSeed(bytes(1), bytes(2)))).toEqual(seed);
});

test("another deployment's seed or another epoch's secret gives an unrelated key share", () => {
  const shares = [
    [bytes(1), bytes(2)],
    [bytes(1), bytes(3)],
    [bytes(2), bytes(1)],
    [bytes(1, 64), bytes(2)],
  ].map(([seed = bytes(0), secret = bytes(0)]) => deriveShareKey(deriveEpochSeed(seed, secret), "demo", 1));
  expect(new Set(shares.map(({ publicKey }) => String(publicKey))).size).toBe(4);
});

test("secrets that are too short are refused", () => {
  expect(() => deriveEpochSeed(bytes(1, 31), bytes(2))).toThrow(RangeError);
  expect(() => deriveEpochSeed(bytes(1), bytes(2, 31))).toThrow(RangeError);
});
