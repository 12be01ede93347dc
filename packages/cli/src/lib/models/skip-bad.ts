import type { Call, CommandError } from "@sedge/connector/command-line";

/** The option `--skip-bad` of a command. */
export const SKIP_BAD = {
  name: "skip-bad",
  description: `leave out rows that cannot be read, and report each; without it, they are all reported and nothing is done`,
} as const;

/** Reports each row that is left out; undefined without `--skip-bad`. */
export function skipOf(call: Call, note: (line: string) => void): ((error: CommandError) => void) | undefined {
  return call.options["skip-bad"] === true ? ({ message }) => note(`skipped: ${message}`) : undefined;
}
