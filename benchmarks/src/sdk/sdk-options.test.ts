import { expect, test } from "vitest";
import { sdkOptions } from "./sdk-options.ts";

test("reads given options, and uses defaults for the others", () => {
  expect(sdkOptions(["--visits", "5", "--json"])).toEqual({ visits: 5, json: true });
  expect(sdkOptions([])).toEqual({ visits: 3, json: false });
  expect(sdkOptions(["--help"])).toBe("help");
});

test.each(["0", "21", "2.5", "many"])("rejects %s visits and states the valid values", (visits) => {
  expect(() => sdkOptions(["--visits", visits])).toThrow("--visits must be a whole number");
});
