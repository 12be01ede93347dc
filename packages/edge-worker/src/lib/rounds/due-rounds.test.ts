import type { RoundEnd } from "@sedge/protocol";
import { expect, test } from "vitest";
import { isRoundDue } from "./due-rounds.ts";

const DAY = 86_400;
const rules = { everyDays: 30, everyDaysInDrift: 7 };
const published = (hasDrifted: boolean) =>
  ({ state: "published", generation: 1, sha256: "0".repeat(64), hasDrifted }) as RoundEnd;
const after = (days: number, end: RoundEnd | null) => isRoundDue(rules, [{ deadline: 0, end }], days * DAY);

test("the next round is due when its time has come, sooner where the population has moved", () => {
  expect([29, 30].map((days) => after(days, published(false)))).toEqual([false, true]);
  expect([6, 7].map((days) => after(days, published(true)))).toEqual([false, true]);
  expect([29, 30].map((days) => after(days, { state: "abandoned", reason: "too-few-people" }))).toEqual([false, true]);
});

test("the first round is due at once, none while one is running, and none where the site opens them only by order", () => {
  expect(isRoundDue(rules, [], 0)).toBe(true);
  expect(after(365, null)).toBe(false);
  expect(isRoundDue({ ...rules, everyDays: null }, [], 365 * DAY)).toBe(false);
});
