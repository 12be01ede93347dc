import { expect, test } from "vitest";
import { sqliteStorage } from "../../../test/sqlite-storage.ts";
import { ElementBudget } from "./element-budget.ts";

const LIMITS = { perMinute: 10, perDay: 25 };
const NOON = 20_000 * 86_400 + 12 * 3_600;

test("counts each spender separately, up to the limit of a minute", () => {
  const budget = new ElementBudget(sqliteStorage());
  expect(budget.spend("pages", 10, LIMITS, NOON).isGranted).toBe(true);
  expect(budget.spend("pages", 1, LIMITS, NOON + 1)).toMatchObject({ isGranted: false, retryAfterSeconds: 59 });
  expect(budget.spend("connector", 10, LIMITS, NOON + 1).isGranted).toBe(true);
  expect(budget.spend("pages", 1, LIMITS, NOON + 60).isGranted).toBe(true);
});

test("stores what was spent and refused, across restarts", () => {
  const storage = sqliteStorage();
  const first = new ElementBudget(storage);
  first.spend("pages", 7, LIMITS, NOON);
  first.spend("pages", 4, LIMITS, NOON);
  const second = new ElementBudget(storage);
  expect(second.spent("pages", NOON)).toMatchObject({ inMinute: 7, inDay: 7, refused: 1 });
  expect(second.spent("pages", NOON + 60)).toMatchObject({ inMinute: 0, inDay: 7, refused: 1 });
  expect(second.spent("pages", NOON + 86_400)).toMatchObject({ inMinute: 0, inDay: 0, refused: 0 });
  expect(second.spent("nobody", NOON)).toMatchObject({ inMinute: 0, inDay: 0, refused: 0 });
});

test("refuses what the day has no room for, until midnight", () => {
  const budget = new ElementBudget(sqliteStorage());
  for (const minute of [0, 1]) budget.spend("pages", 10, LIMITS, NOON + 60 * minute);
  expect(budget.spend("pages", 6, LIMITS, NOON + 120)).toMatchObject({
    isGranted: false,
    retryAfterSeconds: 12 * 3_600 - 120,
  });
  expect(budget.spend("pages", 5, LIMITS, NOON + 120).isGranted).toBe(true);
});
