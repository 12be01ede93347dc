import { expect, test } from "vitest";
import { aimLine, isMet } from "./aim.ts";

const aim = { name: "loader", most: 3, unit: "KB" };

test("an aim is met at its bound and missed above it", () => {
  expect(isMet({ ...aim, value: 3 })).toBe(true);
  expect(isMet({ ...aim, value: 3.001 })).toBe(false);
});

test("what could not be measured is missed, and says so", () => {
  expect(isMet({ ...aim, value: null })).toBe(false);
  expect(aimLine({ ...aim, value: null })).toBe("MISSED  loader: – of 3 KB");
});
