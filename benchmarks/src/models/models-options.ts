import { parseArgs } from "node:util";
import { usageOf } from "@sedge/connector/command-line";

export const USAGE = usageOf("npm run bench -- models", {
  purpose: `Measures every shipped model on held-out data, compared with targets and peers, with calibration, bytes and milliseconds per
row (the float64 reference in Node, including features; "bench -- sdk" measures the time in a page). Skips models without their data;
SEDGE_DATA is its folder.`,
  options: [{ name: "json", description: "print only the last line, JSON" }],
});

export interface ModelsOptions {
  readonly json: boolean;
}

/** Reads the command line; returns `help` for --help. Throws an Error with the reason. */
export function modelsOptions(args: readonly string[]): ModelsOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  return values.help ? "help" : { json: values.json };
}
