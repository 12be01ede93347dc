import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- models [--json]

Measures every shipped model on held-out data, compared with targets and peers, with calibration, bytes and milliseconds
per row (the float64 reference in Node, including features; "bench -- sdk" measures the time in a page). Models without
their data are skipped; SEDGE_DATA is the folder of the data.

  --json   print only the last line, JSON
  --help   show this help`;

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
