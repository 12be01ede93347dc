import type { CommandError } from "./command-error.ts";

/** Rows left out that are named one by one. */
const MAX_NAMED = 50;

/** Says of rows that are left out which they are, of the first of them. */
export function leftOut(note: (line: string) => void): (error: CommandError) => void {
  let named = 0;
  return ({ message }) => {
    named += 1;
    if (named <= MAX_NAMED) note(`left out: ${message}`);
  };
}
