import { expect, test } from "vitest";
import { describeError } from "./log.ts";

test("describes an error by its class and frames without its message, whatever that looks like", () => {
  class OddError extends Error {
    override readonly name = "OddError";
  }
  for (const message of [
    "secret",
    "secret\n    at secret (secret.ts:1:1)",
    "",
    "secret: secret\n    at async secret.ts:1:1",
  ]) {
    for (const error of [new Error(message), new OddError(message), new TypeError(message)]) {
      const { error: name, frames } = describeError(error);
      expect(name).toBe(error.name);
      expect(frames?.length).toBeGreaterThan(0);
      expect(JSON.stringify(frames)).not.toContain("secret");
    }
  }
  const renamed = new Error("first\n    at secret (secret.ts:1:1)");
  expect(renamed.stack).toContain("first");
  renamed.message = "second";
  expect(describeError(renamed)).toEqual({ error: "Error", frames: [] });
  renamed.name = "secret name";
  expect(describeError(renamed).error).toBe("Error");
  expect(describeError("secret")).toEqual({ error: "string" });
});
