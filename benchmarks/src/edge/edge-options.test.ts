import { expect, test } from "vitest";
import { edgeOptions } from "./edge-options.ts";

test("reads given options, and uses defaults for the others", () => {
  expect(edgeOptions(["--seconds", "0.5"])).toEqual({ seconds: 0.5, rounds: 3, connections: 16, json: false });
  expect(edgeOptions(["--help", "--seconds", "x"])).toBe("help");
});

test.each([
  ["--seconds", "60"],
  ["--rounds", "1.5"],
  ["--connections", "0"],
  ["--connections", "many"],
])("rejects %s %s and states the valid values", (name, value) => {
  expect(() => edgeOptions([name, value])).toThrow(`${name} must be`);
});
