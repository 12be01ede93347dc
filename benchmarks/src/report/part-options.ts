import { parseArgs } from "node:util";

/** Options of a bench that has parts. */
export interface PartOptions {
  readonly quick: boolean;
  /** The part to run; undefined for all. */
  readonly only: string | undefined;
  readonly json: boolean;
}

/**
 * Reads the command line of a bench with these parts; returns `help` for --help.
 *
 * @throws Error with the reason, such as an unknown part.
 */
export function partOptions(args: readonly string[], parts: readonly string[]): PartOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  if (values.only !== undefined && !parts.includes(values.only)) {
    throw new Error(`There is no part "${values.only}"; there are ${parts.join(", ")}.`);
  }
  return { quick: values.quick, only: values.only, json: values.json };
}
