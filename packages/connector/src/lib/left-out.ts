import type { CommandError } from "./command-error.ts";

/** Skipped rows that are reported individually. */
const MAX_NAMED = 50;

/** Reports skipped rows: the first ones individually. */
export function leftOut(note: (line: string) => void): (error: CommandError) => void {
  let named = 0;
  return ({ message }) => {
    named += 1;
    if (named <= MAX_NAMED) note(`skipped: ${message}`);
  };
}
