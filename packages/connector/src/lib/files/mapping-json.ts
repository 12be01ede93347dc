import { readFileSync, statSync } from "node:fs";
import { CommandError } from "../command-error.ts";

/** Largest mapping, in bytes: one line for each column of each input. */
const MAX_BYTES = 1_048_576;

/** Reads a mapping's JSON. Throws CommandError `missing-file`, `unreadable-file`, `file-too-large` or `bad-mapping`. */
export function readMappingJson(file: string): unknown {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) throw new CommandError("missing-file", `there is no file ${file}.`);
  if (!stat.isFile()) throw new CommandError("unreadable-file", `${file} is not a file.`);
  if (stat.size > MAX_BYTES)
    throw new CommandError("file-too-large", `${file} is larger than 1 MiB, the limit of a mapping.`);
  try {
    return JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = error instanceof SyntaxError ? "it is not JSON" : "it cannot be read";
    throw new CommandError("bad-mapping", `${file}: ${why}.`);
  }
}
