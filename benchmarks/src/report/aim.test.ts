import { expect, test } from "vitest";
import { aimLine, isMet } from "./aim.ts";

const aim = { name: "loader", most: 3, unit: "KB" };

test("meets a target at its bound and misses it above", () => {
  expect(isMet({ ...aim, value: 3 })).toBe(true);
  expect(isMet({ ...aim, value: 3.001 })).toBe(false);
});

test("misses a target without a measurement", () => {
  expect(isMet({ ...aim, value: null })).toBe(false);
  expect(aimLine({ ...aim, value: null })).toBe("MISSED  loader: – of 3 KB");
});
