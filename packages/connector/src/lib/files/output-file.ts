import { statSync } from "node:fs";
import { resolve } from "node:path";
import { CommandError } from "../command-error.ts";

/**
 * Checks an output path. Throws CommandError `bad-option` if it is one of the inputs, `unwritable` if it is not a file.
 */
export function checkOutput(output: string, read: readonly string[]): void {
  const lost = read.find((file) => resolve(file) === resolve(output));
  if (lost !== undefined) {
    throw new CommandError("bad-option", `--output names ${lost}, which is an input and would be overwritten.`);
  }
  if (statSync(output, { throwIfNoEntry: false })?.isFile() === false) {
    throw new CommandError("unwritable", `${output} exists and is not a file.`);
  }
}
