import { statSync } from "node:fs";
import { resolve } from "node:path";
import { CommandError } from "../command-error.ts";

/** Refuses an output that is no file, or one of those that are read. Throws CommandError `bad-option` or `unwritable`. */
export function checkOutput(output: string, read: readonly string[]): void {
  const lost = read.find((file) => resolve(file) === resolve(output));
  if (lost !== undefined) {
    throw new CommandError("bad-option", `--output names ${lost}, which is read and would be lost.`);
  }
  if (statSync(output, { throwIfNoEntry: false })?.isFile() === false) {
    throw new CommandError("unwritable", `${output} is there and is not a file.`);
  }
}
