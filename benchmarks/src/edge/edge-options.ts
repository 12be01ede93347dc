import { parseArgs } from "node:util";

export const USAGE = `npm run bench -- edge [--seconds 1] [--rounds 3] [--connections 16] [--json]

Requests a second of each endpoint of edge-worker on bare workerd (no wrangler dev proxy), beside a Hono hello on the
same workerd, in the same run: each endpoint is loaded right after the hello, again in every round. Every answer's
status and body is checked once the clock has stopped; one that is not what was asked for ends the bench.

  --seconds N       how long each endpoint is under load in a round (default 1, 0.2 to 5)
  --rounds N        how often all is repeated (default 3, 1 to 9)
  --connections N   kept-alive connections under load (default 16, 1 to 256)
  --json            the last line alone, JSON
  --help            this text`;

export interface EdgeOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly json: boolean;
}

function within(name: string, text: string, least: number, most: number, isWhole: boolean): number {
  const value = Number(text);
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? "a whole number" : "a number";
  throw new RangeError(`--${name} takes ${kind} from ${least} to ${most}, not "${text}".`);
}

/** Reads the command line; `help` where help is asked for. @throws Error that says what is wrong */
export function edgeOptions(args: readonly string[]): EdgeOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "1" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "16" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  return {
    seconds: within("seconds", values.seconds, 0.2, 5, false),
    rounds: within("rounds", values.rounds, 1, 9, true),
    connections: within("connections", values.connections, 1, 256, true),
    json: values.json,
  };
}
