import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMAND_ERRORS, CommandError } from "./command-error.ts";

test("an error says its code first", () => {
  expect(new CommandError("no-data", "there are none.").message).toBe("no-data: there are none.");
});

test("the README lists every code with what it means, and no other", () => {
  const readme = readFileSync(join(import.meta.dirname, "..", "..", "README.md"), "utf8");
  const rows = [...readme.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, code, meaning]) => [code, meaning]);
  expect(rows).toEqual(Object.entries(COMMAND_ERRORS));
});
