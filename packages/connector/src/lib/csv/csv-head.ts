import { CommandError } from "../command-error.ts";
import { MAX_COLUMNS } from "./csv-bytes.ts";

/**
 * Checks a header. Throws CommandError `too-long` for too many columns, `duplicate-column` for a repeated or missing
 * name.
 */
export function checkColumns(file: string, columns: readonly string[]): void {
  if (columns.length > MAX_COLUMNS) {
    throw new CommandError("too-long", `${file}, row 1: ${columns.length} columns; the limit is ${MAX_COLUMNS}.`);
  }
  columns.forEach((name, index) => {
    if (name === "") {
      throw new CommandError("duplicate-column", `${file}, row 1, column ${index + 1}: the column has no name.`);
    }
    const first = columns.indexOf(name);
    if (first < index) {
      throw new CommandError(
        "duplicate-column",
        `${file}, row 1, column "${name}": columns ${first + 1} and ${index + 1} have the same name.`,
      );
    }
  });
}
