import { parseArgs } from "node:util";
import { PARTS } from "./parts.ts";

export const USAGE = `npm run bench -- channels [--quick] [--only PART] [--json]

What the systems behind the counter cost: their records pushed through both operators, as "sedge push" does it.

  --quick      fewer records and people
  --only PART  one part alone: ${PARTS.map(({ name }) => name).join(", ")}
  --json       the last line alone, JSON
  --help       this text

${PARTS.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n")}`;

export interface ChannelsOptions {
  readonly quick: boolean;
  /** The part that is asked for, undefined for all. */
  readonly only: string | undefined;
  readonly json: boolean;
}

/** Reads the command line; `help` where help is asked for. Throws an Error that says what is wrong. */
export function channelsOptions(args: readonly string[]): ChannelsOptions | "help" {
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
  if (values.only !== undefined && !PARTS.some(({ name }) => name === values.only)) {
    throw new Error(`there is no part "${values.only}"; there are ${PARTS.map(({ name }) => name).join(", ")}.`);
  }
  return { quick: values.quick, only: values.only, json: values.json };
}
