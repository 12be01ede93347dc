import { expect, test } from "vitest";
import { SiteAllowance } from "./site-allowance.ts";

const AT = 1_763_769_600_000;

test("allows requests up to the limit per minute, then waits for the next minute", () => {
  const allowance = new SiteAllowance(1_000);
  expect(allowance.waitMs(900, AT + 5_000)).toBe(0);
  allowance.spend(600, AT + 5_000);
  allowance.spend(300, AT + 10_000);
  expect(allowance.waitMs(100, AT + 20_000)).toBe(0);
  expect(allowance.waitMs(101, AT + 20_000)).toBe(40_000);
  expect(allowance.waitMs(101, AT + 60_000)).toBe(0);
});

test("counts requests across a minute's boundary for the new minute", () => {
  const allowance = new SiteAllowance(1_000);
  allowance.spend(900, AT + 59_000);
  allowance.spend(900, AT + 61_000);
  expect(allowance.waitMs(200, AT + 62_000)).toBe(58_000);
});
