import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- models [--json]

Measures every shipped model on the part of its data that taught and chose nothing, beside the aims and the peers, with
calibration, bytes and milliseconds a row (the float64 reference in this Node, features included; what a page takes is
for "bench -- sdk" to say). Models whose data are not to be had are skipped: SEDGE_DATA names their folder.

  --json   the last line alone, JSON
  --help   this text`;

export interface ModelsOptions {
  readonly json: boolean;
}

/** Reads the command line; `help` where help is asked for. Throws an Error that says what is wrong. */
export function modelsOptions(args: readonly string[]): ModelsOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  return values.help ? "help" : { json: values.json };
}
