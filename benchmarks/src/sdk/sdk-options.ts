import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- sdk [--visits 3] [--json]

The SDK's cost for a page, measured in headless Chromium with the built SDK, the example shop and both Workers: bytes,
main-thread time of a visit with and without the SDK, track(), the first classification after load, each backend
compared with plain TensorFlow.js, and memory growth. Reports which targets are met and which are missed.

  --visits N   visits with and without the SDK, and first visits (default 3, 1 to 20)
  --json       print only the last line, JSON
  --help       show this help`;

export interface SdkOptions {
  readonly visits: number;
  readonly json: boolean;
}

/** Reads the command line; returns `help` for --help. @throws Error with the reason */
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
    throw new RangeError(`--visits must be a whole number from 1 to 20, not "${values.visits}".`);
  }
  return { visits, json: values.json };
}
