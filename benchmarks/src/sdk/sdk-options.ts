import { parseArgs } from "node:util";
import { usageOf } from "@sedge/connector/command-line";

export const USAGE = usageOf("npm run bench -- sdk", {
  purpose: `The SDK's cost for a page, measured in headless Chromium with the built SDK, the example shop and both Workers: bytes,
main-thread time of a visit with and without the SDK, track(), the first classification after load, each backend compared with plain
TensorFlow.js, and memory growth. Reports which targets are met and which are missed.`,
  options: [
    {
      name: "visits",
      value: "N",
      description: "visits with and without the SDK, and first visits, 1 to 20",
      default: "3",
    },
    { name: "json", description: "print only the last line, JSON" },
  ],
});

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
