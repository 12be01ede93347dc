import { expect, test } from "vitest";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { AddressBudget } from "./address-budget.ts";

const LIMITS = { perMinute: 3, perDay: 5 };
const NOON = 20_000 * 86_400 + 12 * 3_600;
const address = (digest: string) => [{ digest, times: 1 }];

test("counts each address by itself, evaluations apart from ballots, and reports how many were refused", () => {
  const budget = new AddressBudget(sqliteStorage());
  const spend = (digest: string, elements: number) =>
    budget.spend("evaluations", address(digest), elements, LIMITS, NOON)?.isGranted;
  expect([spend("one", 3), spend("one", 1), spend("two", 3)]).toEqual([true, false, true]);
  expect(budget.spend("registrations", address("one"), 3, LIMITS, NOON)?.isGranted).toBe(true);
  expect([budget.report("evaluations"), budget.report("registrations")]).toEqual([
    { counted: 2, refused: 1 },
    { counted: 1, refused: 0 },
  ]);
});

test("keeps what was spent when its object starts again", () => {
  const storage = sqliteStorage();
  expect(new AddressBudget(storage).spend("registrations", address("one"), 3, LIMITS, NOON)?.isGranted).toBe(true);
  expect(new AddressBudget(storage).spend("registrations", address("one"), 1, LIMITS, NOON)?.isGranted).toBe(false);
});

test("a larger network has a budget of its own, and what it refuses costs nobody", () => {
  const budget = new AddressBudget(sqliteStorage());
  const spend = (digest: string) =>
    budget.spend("evaluations", [...address(digest), { digest: "network", times: 2 }], 3, LIMITS, NOON);
  expect(["one", "two", "three"].map((digest) => spend(digest)?.isGranted)).toEqual([true, true, false]);
  expect(budget.spend("evaluations", address("three"), 3, LIMITS, NOON)?.isGranted).toBe(true);
});

test("forgets all addresses when the day ends", () => {
  const storage = sqliteStorage();
  const budget = new AddressBudget(storage);
  for (const digest of ["one", "two"]) budget.spend("registrations", address(digest), 1, LIMITS, NOON);
  budget.purge(NOON + 3_600);
  expect(budget.report("registrations").counted).toBe(2);
  budget.purge(NOON + 12 * 3_600);
  expect(storage.sql.exec("SELECT * FROM address_spent").toArray()).toEqual([]);
});

test("counts so many networks at most, and forgets first who has spent least", () => {
  const budget = new AddressBudget(sqliteStorage(), 5);
  const spend = (digest: string, elements: number) =>
    budget.spend("registrations", address(digest), elements, LIMITS, NOON)?.isGranted;
  expect(spend("guesser", 3)).toBe(true);
  for (let index = 1; index < 9; index++) spend(`address ${index}`, 1);
  expect(budget.report("registrations").counted).toBe(5);
  expect(spend("guesser", 1)).toBe(false);
});
