import { expect, test } from "vitest";
import { sdkOptions } from "./sdk-options.ts";

test("reads what is given, and has a default for the rest", () => {
  expect(sdkOptions(["--visits", "5", "--json"])).toEqual({ visits: 5, json: true });
  expect(sdkOptions([])).toEqual({ visits: 3, json: false });
  expect(sdkOptions(["--help"])).toBe("help");
});

test.each(["0", "21", "2.5", "many"])("refuses %s visits and says what it takes", (visits) => {
  expect(() => sdkOptions(["--visits", visits])).toThrow("--visits takes a whole number");
});
