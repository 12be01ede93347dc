import { expect, test } from "vitest";
import { CommandError } from "./command-error.ts";

test("starts the message with the error's code", () => {
  expect(new CommandError("no-data", "there are none.").message).toBe("no-data: there are none.");
});
