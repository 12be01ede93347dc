import { expect, test } from "vitest";
import { partOptions } from "./part-options.ts";

const PARTS = ["points", "cost"];

test("reads the options", () => {
  expect(partOptions([], PARTS)).toEqual({ quick: false, only: undefined, json: false });
  expect(partOptions(["--quick", "--only", "cost", "--json"], PARTS)).toEqual({
    quick: true,
    only: "cost",
    json: true,
  });
  expect(partOptions(["--help"], PARTS)).toBe("help");
});

test("rejects unknown parts and options", () => {
  expect(() => partOptions(["--only", "costs"], PARTS)).toThrow('There is no part "costs"; there are points, cost.');
  expect(() => partOptions(["--part", "cost"], PARTS)).toThrow("--part");
});
