import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- linkage [--quick] [--only NAME] [--json]

How well records are linked that nobody can read: each data set once with tokens in place of names (private), once with
the same method on the texts themselves (clear), beside the aims and the peers; what the PRF costs; how fast a million
generated people are linked; and two attacks on what the edge holds. Data that are not to be had are skipped: SEDGE_DATA
names their folder.

  --quick      no million people, no live edge, no second data set through the PRF, a tenth of the dictionary
  --only NAME  one part alone: ${["a data set", "prf", "speed", "live", "dictionary", "frequency"].join(", ")}
  --json       the last line alone, JSON
  --help       this text`;

export interface LinkageOptions {
  readonly quick: boolean;
  /** The part that is asked for, undefined for all. */
  readonly only: string | undefined;
  readonly json: boolean;
}

/** Reads the command line; `help` where help is asked for. Throws an Error that says what is wrong. */
export function linkageOptions(args: readonly string[]): LinkageOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return values.help ? "help" : { quick: values.quick, only: values.only, json: values.json };
}
