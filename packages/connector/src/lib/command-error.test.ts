import { expect, test } from "vitest";
import { CommandError } from "./command-error.ts";

test("an error starts with its code", () => {
  expect(new CommandError("no-data", "there are none.").message).toBe("no-data: there are none.");
});
