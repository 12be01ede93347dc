import { expect, test } from "vitest";
import { aliasOf, rememberingAlias } from "./alias.ts";
import { newSeed, seedBytes } from "./installation-seed.ts";

const seed = seedBytes("00112233445566ff");

test("an alias is an unsigned 32-bit number that depends on the name and on the secret", () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `item:Blue dress ${index} – größe`);
  const aliases = new Set(names.map((name) => aliasOf(seed, name)));
  for (const alias of aliases) expect(alias >>> 0).toBe(alias);
  // 2,000 of 2^32: a collision among them has a chance of one in two thousand.
  expect(aliases.size).toBe(2_000);
  expect(aliasOf(seedBytes("00112233445566fe"), "x")).not.toBe(aliasOf(seed, "x"));
});

test("remembering changes nothing but the time", () => {
  const alias = rememberingAlias(seed);
  for (const name of ["a", "b", "a", ...Array.from({ length: 600 }, (_, index) => `${index}`), "a"]) {
    expect(alias(name)).toBe(aliasOf(seed, name));
  }
});

test("a new secret is 8 random bytes in hex", () => {
  expect(newSeed(globalThis.crypto)).toMatch(/^[0-9a-f]{16}$/);
  expect(newSeed(globalThis.crypto)).not.toBe(newSeed(globalThis.crypto));
});
