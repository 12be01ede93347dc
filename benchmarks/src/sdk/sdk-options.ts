import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- sdk [--visits 3] [--json]

What the SDK costs a page, measured in headless Chromium on the built SDK, the example shop and both Workers: bytes,
main-thread time of a visit beside the same visit without it, track(), the first classification after load, each
backend beside plain TensorFlow.js, and whether memory stays flat. Says which aims are met and which are missed.

  --visits N   visits with and without the SDK, and first visits (default 3, 1 to 20)
  --json       the last line alone, JSON
  --help       this text`;

export interface SdkOptions {
  readonly visits: number;
  readonly json: boolean;
}

/** Reads the command line; `help` where help is asked for. @throws Error that says what is wrong */
export function sdkOptions(args: readonly string[]): SdkOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      visits: { type: "string", default: "3" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const visits = Number(values.visits);
  if (!Number.isInteger(visits) || visits < 1 || visits > 20) {
    throw new RangeError(`--visits takes a whole number from 1 to 20, not "${values.visits}".`);
  }
  return { visits, json: values.json };
}
