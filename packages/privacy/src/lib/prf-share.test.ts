import { expect, test } from "vitest";
import { deriveShareKey } from "./prf-share.ts";

const seed = (fill: number, length = 32) => new Uint8Array(length).fill(fill);

test("a share key never changes for its seed, site and epoch: every link hangs on it", () => {
  const { publicKey, secretKey } = deriveShareKey(seed(1), "demo", 1);
  expect(Buffer.from(publicKey).toString("hex")).toBe(
    "5ce4062408d6cac4f8047582909d2c0cf1d7b9dded02408fb58f5cf3fd386834",
  );
  expect(secretKey).toHaveLength(32);
});

test("seeds, sites and epochs have keys of their own", () => {
  const keys = [
    deriveShareKey(seed(1), "demo", 1),
    deriveShareKey(seed(2), "demo", 1),
    deriveShareKey(seed(1), "demo", 2),
    deriveShareKey(seed(1), "demo1", 1),
    deriveShareKey(seed(1), "demo", 11),
    deriveShareKey(seed(1, 33), "demo", 1),
    deriveShareKey(seed(1, 64), "demo", 1),
  ];
  expect(new Set(keys.map((key) => String(key.secretKey))).size).toBe(keys.length);
});

test("rejects a seed that is too short, and an epoch that is not an integer", () => {
  expect(() => deriveShareKey(seed(1, 31), "demo", 1)).toThrow(RangeError);
  expect(() => deriveShareKey(seed(1), "demo", 1.5)).toThrow(RangeError);
  expect(() => deriveShareKey(seed(1), "demo", Number.NaN)).toThrow(RangeError);
});
