import { expect, test } from "vitest";
import { AddressMemory } from "./address-memory.ts";

const LIMITS = { perMinute: 3, perDay: 5 };
const NOON = 20_000 * 86_400 + 12 * 3_600;

test("counts each address separately, and reports how many were refused", () => {
  const memory = new AddressMemory();
  expect(memory.spend("one", 3, LIMITS, NOON).isGranted).toBe(true);
  expect(memory.spend("one", 1, LIMITS, NOON).isGranted).toBe(false);
  expect(memory.spend("two", 3, LIMITS, NOON).isGranted).toBe(true);
  expect(memory.report()).toEqual({ counted: 2, refused: 1 });
});

test("forgets all addresses when the day ends", () => {
  const memory = new AddressMemory();
  for (const digest of ["one", "two"]) memory.spend(digest, 1, LIMITS, NOON);
  memory.spend("three", 1, LIMITS, NOON + 86_400);
  expect(memory.report().counted).toBe(1);
});

test("counts 50,000 addresses at most, and forgets the oldest first", () => {
  const memory = new AddressMemory();
  for (let address = 0; address < 50_000; address++) memory.spend(`address ${address}`, 3, LIMITS, NOON);
  expect(memory.spend("address 0", 1, LIMITS, NOON).isGranted).toBe(false);
  memory.spend("one more", 1, LIMITS, NOON);
  expect(memory.report().counted).toBe(50_000);
  expect(memory.spend("address 1", 1, LIMITS, NOON).isGranted).toBe(false);
  expect(memory.spend("address 0", 1, LIMITS, NOON).isGranted).toBe(true);
});
