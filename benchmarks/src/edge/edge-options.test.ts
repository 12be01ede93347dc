import { expect, test } from "vitest";
import { edgeOptions } from "./edge-options.ts";

test("reads what is given, and has a default for the rest", () => {
  expect(edgeOptions(["--seconds", "0.5"])).toEqual({ seconds: 0.5, rounds: 3, connections: 16, json: false });
  expect(edgeOptions(["--help", "--seconds", "x"])).toBe("help");
});

test.each([
  ["--seconds", "60"],
  ["--rounds", "1.5"],
  ["--connections", "0"],
  ["--connections", "many"],
])("refuses %s %s and says what it takes", (name, value) => {
  expect(() => edgeOptions([name, value])).toThrow(`${name} takes`);
});
