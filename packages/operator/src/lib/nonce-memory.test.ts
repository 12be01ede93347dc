import { MAX_CLOCK_SKEW_SECONDS, Nonce } from "@sedge/protocol";
import * as v from "valibot";
import { expect, test } from "vitest";
import { sqliteStorage } from "../../test/sqlite-storage.ts";
import { NONCE_MEMORY_SECONDS, NonceMemory } from "./nonce-memory.ts";

const nonce = (fill: number) => v.parse(Nonce, Buffer.alloc(16, fill).toString("base64url"));
const memory = () => new NonceMemory(sqliteStorage());

test("accepts a nonce once", () => {
  const nonces = memory();
  expect([nonces.see(nonce(1), 1_000), nonces.see(nonce(2), 1_000), nonces.see(nonce(1), 1_001)]).toEqual([
    true,
    true,
    false,
  ]);
});

test("keeps a nonce for as long as its message passes the clock check, and not a second longer", () => {
  // Signed ahead by the whole skew, a message passes for twice as long, the last second included.
  expect(NONCE_MEMORY_SECONDS).toBe(2 * MAX_CLOCK_SKEW_SECONDS + 1);
  const nonces = memory();
  nonces.see(nonce(1), 1_000);
  nonces.purge(1_000 + NONCE_MEMORY_SECONDS - 1);
  expect(nonces.see(nonce(1), 1_001)).toBe(false);
  nonces.purge(1_000 + NONCE_MEMORY_SECONDS);
  expect(nonces.see(nonce(1), 1_002)).toBe(true);
});

test("returns when the oldest nonce expires", () => {
  const nonces = memory();
  expect(nonces.nextPurge()).toBeUndefined();
  nonces.see(nonce(1), 5_000);
  nonces.see(nonce(2), 4_000);
  expect(nonces.nextPurge()).toBe(4_000 + NONCE_MEMORY_SECONDS);
});
